mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name         = "riches-reach-test-us-east-1"
  account_id   = "123456789012"
  region       = "us-east-1"
  alarm_emails = ["oncall@example.com"]
  kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  watched      = { cluster_name = "riches-reach-test-us-east-1", services = ["web", "worker"], load_balancer_suffix = "app/rr/0123", target_groups = { web = "targetgroup/rr-web/4567" }, database_cluster = "riches-reach-test-us-east-1", database_is_writer = true, redis_id = "riches-reach-test-use1", redis_shards = 2 }
}

run "watches_every_service" {
  command = plan

  assert {
    condition     = alltrue([for name in ["slow", "no-answer", "web-unhealthy", "web-cpu", "worker-cpu", "database-cpu", "redis-0002-memory"] : contains(keys(aws_cloudwatch_metric_alarm.this), name)])
    error_message = "Something is not watched."
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "replication")
    error_message = "The writer does not lag behind itself."
  }

  assert {
    condition     = length(aws_cloudtrail.this) == 0 && aws_guardduty_detector.this.enable
    error_message = "The trail belongs to one region, the detector to all."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["slow"].statistic == null
    error_message = "A percentile is an extended statistic."
  }
}

run "account_wide_once_and_lag_of_a_copy" {
  command = plan

  variables {
    account_baseline = true
    watched          = { cluster_name = "riches-reach-test-us-east-1", services = ["web", "worker"], load_balancer_suffix = "app/rr/0123", target_groups = { web = "targetgroup/rr-web/4567" }, database_cluster = "riches-reach-test-us-east-1", database_is_writer = false, redis_id = "riches-reach-test-use1", redis_shards = 2 }
  }

  assert {
    condition     = aws_cloudtrail.this[0].is_multi_region_trail && aws_cloudtrail.this[0].enable_log_file_validation
    error_message = "The trail can be forged or has holes."
  }

  assert {
    condition     = aws_budgets_budget.this[0].limit_amount == "4000"
    error_message = "Nobody hears of the bill."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["replication"].threshold == 5000
    error_message = "Nobody hears of a lagging copy."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name               = "Riches Reach"
    account_id         = "12"
    region             = "Europe"
    alarm_emails       = []
    monthly_budget_usd = 0
    log_retention_days = 45
  }

  expect_failures = [var.name, var.account_id, var.region, var.alarm_emails, var.monthly_budget_usd, var.log_retention_days]
}

run "refuses_bad_email" {
  command = plan

  variables {
    alarm_emails = ["oncall"]
  }

  expect_failures = [var.alarm_emails]
}
