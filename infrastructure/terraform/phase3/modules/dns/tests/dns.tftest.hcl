mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "second"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "third"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name                     = "riches-reach-test"
  zone_id                  = "Z0123456789ABCDEFGHIJ"
  domain_name              = "app.example.com"
  regions                  = ["us-east-1", "eu-west-1", "ap-southeast-1"]
  load_balancers           = { us-east-1 = { dns_name = "a.elb.amazonaws.com", zone_id = "Z1" }, eu-west-1 = { dns_name = "b.elb.amazonaws.com", zone_id = "Z2" }, ap-southeast-1 = { dns_name = "c.elb.amazonaws.com", zone_id = "Z3" } }
  ingest_load_balancers    = { us-east-1 = { dns_name = "a.elb.amazonaws.com", zone_id = "Z1" }, eu-west-1 = { dns_name = "b.elb.amazonaws.com", zone_id = "Z2" }, ap-southeast-1 = { dns_name = "c.elb.amazonaws.com", zone_id = "Z3" } }
  distribution_domain_name = "d1.cloudfront.net"
  alarm_topic_arn          = "arn:aws:sns:us-east-1:123456789012:alarms"
}

run "three_regions_behind_one_name" {
  command = plan

  assert {
    condition     = alltrue([for region, it in aws_route53_record.origin : it.name == "origin.app.example.com" && it.latency_routing_policy[0].region == region])
    error_message = "The latency record has lost a region."
  }

  assert {
    condition     = alltrue([for it in values(aws_route53_health_check.region) : it.request_interval == 10 && it.failure_threshold == 3 && it.resource_path == "/health"])
    error_message = "A dead region would be noticed later than promised."
  }

  assert {
    condition     = aws_acm_certificate.edge.domain_name == "app.example.com" && contains(aws_acm_certificate.second.subject_alternative_names, "eu-west-1.ingest.app.example.com")
    error_message = "A name lacks its certificate."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name        = "Riches Reach"
    zone_id     = "zone"
    domain_name = "https://app.example.com"
    regions     = ["us-east-1", "eu-west-1"]
  }

  expect_failures = [var.name, var.zone_id, var.domain_name, var.regions]
}

run "refuses_first_elsewhere" {
  command = plan

  variables {
    regions = ["eu-west-1", "us-east-1", "ap-southeast-1"]
  }

  expect_failures = [var.regions]
}
