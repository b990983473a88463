mock_provider "aws" {
  alias = "requester"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "accepter"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name      = "riches-reach-test-use1-euw1"
  requester = { vpc_id = "vpc-0a", cidr = "10.0.0.0/16", route_table_ids = { private-a = "rtb-0a", data = "rtb-0b" } }
  accepter  = { vpc_id = "vpc-0b", cidr = "10.1.0.0/16", region = "eu-west-1", route_table_ids = { private-a = "rtb-1a", data = "rtb-1b" } }
}

run "routes_both_ways" {
  command = plan

  assert {
    condition     = alltrue([for it in values(aws_route.to_accepter) : it.destination_cidr_block == "10.1.0.0/16"]) && length(aws_route.to_accepter) == 2
    error_message = "The requester has no way to the accepter."
  }

  assert {
    condition     = alltrue([for it in values(aws_route.to_requester) : it.destination_cidr_block == "10.0.0.0/16"]) && length(aws_route.to_requester) == 2
    error_message = "The accepter has no way back."
  }

  assert {
    condition     = aws_vpc_peering_connection.this.auto_accept == false && aws_vpc_peering_connection_accepter.this.auto_accept
    error_message = "Only the accepter can accept across regions."
  }
}

run "refuses_bad_name" {
  command = plan

  variables {
    name = "Use1 Euw1"
  }

  expect_failures = [var.name]
}

run "refuses_overlap" {
  command = plan

  variables {
    accepter = { vpc_id = "vpc-0b", cidr = "10.0.0.0/16", region = "eu-west-1", route_table_ids = {} }
  }

  expect_failures = [var.accepter]
}
