mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  cluster_name                  = "riches-reach-test-us-east-1"
  short_name                    = "rr-test-use1"
  environment                   = "staging"
  account_id                    = "123456789012"
  region                        = "us-east-1"
  image                         = "123456789012.dkr.ecr.us-east-1.amazonaws.com/riches-reach@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  image_repository_arn          = "arn:aws:ecr:us-east-1:123456789012:repository/riches-reach"
  services                      = { ai-router = { cpu = 256, memory = 512 }, analytics = { cpu = 256, memory = 512 }, realtime = { cpu = 256, memory = 512 }, web = { cpu = 256, memory = 512 }, worker = { cpu = 256, memory = 512 } }
  public_subnet_ids             = ["subnet-0a", "subnet-0b", "subnet-0c"]
  private_subnet_ids            = ["subnet-1a", "subnet-1b", "subnet-1c"]
  vpc                           = { id = "vpc-0a", cidr = "10.0.0.0/16" }
  certificate_arn               = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  cloudfront_prefix_list_id     = "pl-3b927c52"
  health_checker_prefix_list_id = "pl-0a1b2c3d4e5f60001"
  origin_secret                 = "0123456789abcdef0123456789abcdef"
  settings                      = { ALLOWED_ORIGINS = "https://app.example.com" }
  secrets                       = { DATABASE_URL = "arn:aws:secretsmanager:us-east-1:123456789012:secret:riches-reach-test/database-url" }
  ai_secrets                    = { OPENAI_API_KEY = "arn:aws:secretsmanager:us-east-1:123456789012:secret:riches-reach-test/openai-api-key" }
  kms_key_arn                   = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  kms_key_alias                 = "alias/riches-reach-test"
  peer_cidrs                    = ["10.1.0.0/16"]
  desired_size                  = 3
}

run "five_services_and_a_migration" {
  command = plan

  assert {
    condition     = keys(aws_ecs_service.this) == ["ai-router", "analytics", "realtime", "web", "worker"] && contains(keys(aws_ecs_task_definition.this), "migrate")
    error_message = "A role is missing."
  }

  assert {
    condition     = alltrue([for it in values(aws_ecs_service.this) : it.desired_count == 3 && it.deployment_circuit_breaker[0].rollback])
    error_message = "A bad deployment would stay."
  }

  assert {
    condition     = alltrue([for it in values(aws_ecs_task_definition.this) : alltrue([for c in jsondecode(it.container_definitions) : c.readonlyRootFilesystem && c.user == "10001:10001" && c.linuxParameters.capabilities.drop == ["ALL"]])])
    error_message = "A task may do more than it needs."
  }
}

run "tasks_know_what_to_ask_cloudwatch_about" {
  command = plan

  assert {
    condition     = { for it in jsondecode(aws_ecs_task_definition.this["analytics"].container_definitions)[0].environment : it.name => it.value if contains(["AWS_REGION", "AWS_ECS_CLUSTER", "AWS_LOAD_BALANCER"], it.name) } == { AWS_REGION = "us-east-1", AWS_ECS_CLUSTER = aws_ecs_cluster.this.name, AWS_LOAD_BALANCER = aws_lb.this.name }
    error_message = "A task asks CloudWatch about another name."
  }
}

run "keys_reach_only_who_calls_a_provider" {
  command = plan

  assert {
    condition     = !strcontains(aws_ecs_task_definition.this["web"].container_definitions, "OPENAI_API_KEY") && strcontains(aws_ecs_task_definition.this["ai-router"].container_definitions, "OPENAI_API_KEY")
    error_message = "A provider key is where nobody needs it."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this["migrate"].container_definitions)[0].command == ["migrate"]
    error_message = "The migration does not migrate."
  }
}

run "the_door_opens_to_cloudfront_only" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_ingress_rule.cloudfront.prefix_list_id == "pl-3b927c52" && aws_vpc_security_group_ingress_rule.cloudfront.cidr_ipv4 == null
    error_message = "The load balancer is open to the world."
  }

  assert {
    condition     = alltrue([for it in values(aws_lb_listener_rule.route) : anytrue([for c in it.condition : length(c.http_header) > 0])])
    error_message = "A route does not ask for the secret."
  }

  assert {
    condition     = aws_lb.ingest.internal && keys(aws_vpc_security_group_ingress_rule.peers) == ["10.1.0.0/16"]
    error_message = "The ingest is not private to the peers."
  }
}

run "what_other_regions_forward_reaches_who_answers_it" {
  command = plan

  assert {
    condition     = toset(flatten([for c in aws_lb_listener_rule.ingest_ai.condition : [for p in c.path_pattern : p.values]])) == toset(["/ai/*", "/v1/*"]) && keys(aws_lb_target_group.ingest) == ["ai-router", "analytics"]
    error_message = "Requests to models end at a service without models."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    cluster_name                  = "Cluster One"
    short_name                    = "riches-reach-staging-ap-southeast-1"
    environment                   = "production"
    account_id                    = "12"
    region                        = "Europe"
    min_size                      = 1
    image                         = "riches-reach:latest"
    migration_image               = "riches-reach:latest"
    services                      = { web = { cpu = 256, memory = 512 }, cron = { cpu = 256, memory = 512 } }
    public_subnet_ids             = ["subnet-0a"]
    private_subnet_ids            = ["subnet-1a"]
    cloudfront_prefix_list_id     = "0.0.0.0/0"
    health_checker_prefix_list_id = "0.0.0.0/0"
    origin_secret                 = "short"
    settings                      = { OPENAI_API_KEY = "sk-1" }
    kms_key_alias                 = "riches-reach"
    log_retention_days            = 45
  }

  expect_failures = [var.cluster_name, var.short_name, var.environment, var.account_id, var.region, var.min_size, var.image, var.migration_image, var.services, var.public_subnet_ids, var.private_subnet_ids, var.cloudfront_prefix_list_id, var.health_checker_prefix_list_id, var.origin_secret, var.settings, var.kms_key_alias, var.log_retention_days]
}

run "refuses_what_cannot_be_too" {
  command = plan

  variables {
    max_size   = 1
    services   = { worker = { cpu = 256, memory = 512 } }
    peer_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.max_size, var.services, var.peer_cidrs]
}

run "refuses_what_cannot_be_as_well" {
  command = plan

  variables {
    desired_size = 99
    services     = { web = { cpu = 256, memory = 8192 } }
  }

  expect_failures = [var.desired_size, var.services]
}
