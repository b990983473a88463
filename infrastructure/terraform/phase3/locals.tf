locals {
  name       = "riches-reach-${var.environment}"
  short_name = "rr-${var.environment}"
  codes      = { us-east-1 = "use1", eu-west-1 = "euw1", ap-southeast-1 = "apse1" }
  throw_away = var.environment == "dev"

  tags = {
    Project     = "riches-reach"
    Environment = var.environment
    Owner       = var.owner
    CostCenter  = var.cost_center
    ManagedBy   = "terraform"
  }

  # lean survives the loss of a zone with a pause, standard without one, resilient the loss of a region at full load.
  profile = {
    lean = {
      nat_gateways = 1
      database     = { class = "db.serverless", primary = 2, secondary = 1, acu = { min = 0.5, max = 8 } }
      redis        = { node = "cache.t4g.small", shards = 1, replicas = 1 }
      tasks        = { cpu = 256, memory = 512 }
    }
    standard = {
      nat_gateways = 3
      database     = { class = "db.serverless", primary = 2, secondary = 1, acu = { min = 1, max = 32 } }
      redis        = { node = "cache.t4g.medium", shards = 1, replicas = 1 }
      tasks        = { cpu = 512, memory = 1024 }
    }
    resilient = {
      nat_gateways = 3
      database     = { class = "db.r7g.large", primary = 2, secondary = 2, acu = { min = 1, max = 32 } }
      redis        = { node = "cache.m7g.large", shards = 2, replicas = 2 }
      tasks        = { cpu = 1024, memory = 2048 }
    }
  }[var.profile]

  services = { for role in ["ai-router", "analytics", "realtime", "web", "worker"] : role => local.profile.tasks }

  retention_days = { dev = 30, staging = 90, prod = 400 }[var.environment]

  secret_names = toset(concat(
    ["openai-api-key", "anthropic-api-key", "google-api-key"],
    [for region in keys(local.codes) : "database-url-${region}"],
    [for region in keys(local.codes) : "redis-url-${region}"],
  ))

  image = { for region in keys(local.codes) : region => "${var.account_id}.dkr.ecr.${region}.amazonaws.com/riches-reach@${var.image_digests[region]}" }

  migration_image = { for region in keys(local.codes) : region => "${var.account_id}.dkr.ecr.${region}.amazonaws.com/riches-reach@${coalesce(var.migration_digest, var.image_digests[region])}" }

  # Reads go to the region's own copy. What writes is forwarded to the writer's region.
  settings = { for region in keys(local.codes) : region => merge(
    {
      ALLOWED_ORIGINS = "https://${var.domain_name}"
      # The account's only one; its id is not known before the tasks are.
      AWS_CLOUDFRONT_DISTRIBUTION = "*"
      # A function at the edge counts under this name in every region it runs in.
      AWS_EDGE_FUNCTION = "us-east-1.${local.name}-origin-request"
    },
    length(var.collect_origins) == 0 ? {} : { COLLECT_ORIGINS = join(",", var.collect_origins) },
    region == var.writer_region ? {} : { INGEST_FORWARD_URL = "https://${var.writer_region}.ingest.${var.domain_name}" },
  ) }

  secret_prefix = { for region in keys(local.codes) : region => "arn:aws:secretsmanager:${region}:${var.account_id}:secret:${local.name}/" }
  secrets = { for region, prefix in local.secret_prefix : region => {
    DATABASE_URL = "${prefix}database-url-${region}"
    REDIS_URL    = "${prefix}redis-url-${region}"
  } }
  ai_secrets = { for region, prefix in local.secret_prefix : region => {
    OPENAI_API_KEY    = "${prefix}openai-api-key"
    ANTHROPIC_API_KEY = "${prefix}anthropic-api-key"
    GOOGLE_API_KEY    = "${prefix}google-api-key"
  } }
  repository_arn = { for region in keys(local.codes) : region => "arn:aws:ecr:${region}:${var.account_id}:repository/riches-reach" }
}
