mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name            = "riches-reach-test"
  account_id      = "123456789012"
  domain_name     = "app.example.com"
  origins         = { us_east_1 = { domain_name = "us-east-1.origin.app.example.com" }, eu_west_1 = { domain_name = "eu-west-1.origin.app.example.com" }, ap_southeast_1 = { domain_name = "ap-southeast-1.origin.app.example.com" } }
  latency_origin  = "origin.app.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  web_acl_arn     = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/0"
  origin_secret   = "0123456789abcdef0123456789abcdef"
  edge_dir        = "../../../../edge/dist"
  kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "serves_from_the_nearest_healthy_region" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].target_origin_id == "latency" && length(aws_cloudfront_distribution.this.origin) == 4
    error_message = "Requests do not follow the latency record."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    error_message = "Plain HTTP is served."
  }

  assert {
    condition     = aws_lambda_function.origin_request.architectures == tolist(["x86_64"]) && aws_lambda_function.origin_request.publish
    error_message = "The edge takes published x86 functions only."
  }

  assert {
    condition     = aws_cloudfront_cache_policy.never.max_ttl == 0
    error_message = "Answers about persons would be kept."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name               = "Riches Reach"
    account_id         = "12"
    domain_name        = "https://app.example.com"
    origins            = { us_east_1 = { domain_name = "a.example.com" } }
    latency_origin     = "https://origin"
    origin_secret      = "short"
    edge_dir           = "./nowhere"
    price_class        = "cheap"
    log_retention_days = 45
  }

  expect_failures = [var.name, var.account_id, var.domain_name, var.origins, var.latency_origin, var.origin_secret, var.edge_dir, var.price_class, var.log_retention_days]
}

run "refuses_resident_elsewhere" {
  command = plan

  variables {
    resident_region = "eu_north_1"
  }

  expect_failures = [var.resident_region]
}
