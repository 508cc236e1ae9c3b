"""The writer's page, and what stands beside the text."""
