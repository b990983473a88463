mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name        = "riches-reach-test-edge"
  scope       = "CLOUDFRONT"
  region      = "us-east-1"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "limits_at_the_edge" {
  command = plan

  assert {
    condition     = anytrue([for rule in aws_wafv2_web_acl.this.rule : rule.name == "rate"])
    error_message = "Nobody limits an address."
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 0
    error_message = "CloudFront names its ACL itself."
  }

  assert {
    condition     = startswith(aws_cloudwatch_log_group.this.name, "aws-waf-logs-")
    error_message = "The service would not write this log."
  }
}

run "guards_the_load_balancer_without_limits" {
  command = plan

  variables {
    scope             = "REGIONAL"
    region            = "eu-west-1"
    load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/0"
  }

  assert {
    condition     = !anytrue([for rule in aws_wafv2_web_acl.this.rule : rule.name == "rate"])
    error_message = "Behind CloudFront this would block CloudFront."
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 1
    error_message = "The ACL guards nothing."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name                   = "WAF 1"
    scope                  = "GLOBAL"
    requests_per_5_minutes = 10
    log_retention_days     = 45
  }

  expect_failures = [var.name, var.scope, var.requests_per_5_minutes, var.log_retention_days]
}

run "refuses_edge_elsewhere" {
  command = plan

  variables {
    region = "eu-west-1"
  }

  expect_failures = [var.region]
}
