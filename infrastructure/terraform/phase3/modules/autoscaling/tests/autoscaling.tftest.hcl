mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  cluster_name   = "riches-reach-test-us-east-1"
  services       = { web = "web", worker = "worker" }
  request_labels = { web = "app/rr/0123/targetgroup/rr-web/4567" }
  min_size       = 2
  max_size       = 10
  schedule       = { open = { expression = "cron(15 9 ? * MON-FRI *)", timezone = "America/New_York", min_size = 4 } }
}

run "follows_load_and_the_clock" {
  command = plan

  assert {
    condition     = alltrue([for it in values(aws_appautoscaling_target.this) : it.min_capacity == 2 && it.max_capacity == 10])
    error_message = "The bounds are lost."
  }

  assert {
    condition     = length(aws_appautoscaling_policy.cpu) == 2 && keys(aws_appautoscaling_policy.requests) == ["web"]
    error_message = "A service is not followed."
  }

  assert {
    condition     = aws_appautoscaling_scheduled_action.this["web-open"].scalable_target_action[0].min_capacity == "4"
    error_message = "The market opens on too few tasks."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    cluster_name       = "Cluster One"
    min_size           = 1
    cpu_target_percent = 95
    requests_per_task  = 0
  }

  expect_failures = [var.cluster_name, var.min_size, var.cpu_target_percent, var.requests_per_task]
}

run "refuses_inverted" {
  command = plan

  variables {
    max_size = 1
  }

  expect_failures = [var.max_size]
}

run "refuses_bad_expression" {
  command = plan

  variables {
    schedule = { open = { expression = "every day", timezone = "UTC", min_size = 4 } }
  }

  expect_failures = [var.schedule]
}

run "refuses_floor_above_ceiling" {
  command = plan

  variables {
    schedule = { open = { expression = "cron(0 9 * * ? *)", timezone = "UTC", min_size = 40 } }
  }

  expect_failures = [var.schedule]
}
