-- wrk's part: asks the addresses of a file in an order that chance decides, the same each time.
-- Arguments: the file; a seed; what the header Cache-Status begins with where a page cache answered.

local requests, threads, mark = {}, {}, ""
-- Of this thread; global, so that `done` may ask for it.
hits = 0

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  math.randomseed(tonumber(args[2]))
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  mark = args[3]
  if mark ~= "" then response = note end
end

function request()
  return requests[math.random(#requests)]
end

function note(_status, headers)
  local said = headers["Cache-Status"]
  if said and string.find(said, mark, 1, true) then hits = hits + 1 end
end

function done(summary, latency)
  local all_hits = 0
  for _, thread in ipairs(threads) do
    all_hits = all_hits + thread:get("hits")
  end
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  print(string.format(
    '{"requests": %d, "microseconds": %d, "failed": %d, "p50": %d, "p99": %d, "hits": %d}',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99), all_hits
  ))
end
