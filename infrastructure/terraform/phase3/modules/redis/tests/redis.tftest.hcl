mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name                      = "riches-reach-test-use1"
  vpc_id                    = "vpc-0a"
  subnet_ids                = ["subnet-0a", "subnet-0b", "subnet-0c"]
  client_security_group_ids = { tasks = "sg-0a" }
  node_type                 = "cache.t4g.small"
  auth_token                = "0123456789abcdef0123456789abcdef"
  kms_key_arn               = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "encrypted_and_in_two_zones" {
  command = plan

  assert {
    condition     = aws_elasticache_replication_group.this.at_rest_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required"
    error_message = "The cache speaks or stores plain text."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.multi_az_enabled && aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.replicas_per_node_group == 1
    error_message = "The cache dies with its zone."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.clients["tasks"].referenced_security_group_id == "sg-0a"
    error_message = "Someone else may connect."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name               = "riches--reach"
    subnet_ids         = ["subnet-0a"]
    node_type          = "cache.t2.micro"
    shards             = 0
    replicas_per_shard = 0
    auth_token         = "short"
    log_retention_days = 45
  }

  expect_failures = [var.name, var.subnet_ids, var.node_type, var.shards, var.replicas_per_shard, var.auth_token, var.log_retention_days]
}
