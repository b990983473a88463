variable "cluster_name" {
  description = "Name of the cluster, for example riches-reach-prod-us-east-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.cluster_name))
    error_message = "cluster_name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "short_name" {
  description = "Prefix for load balancer and target groups, whose names AWS cuts at 32 characters."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,20}$", var.short_name))
    error_message = "short_name must be 3 to 21 lower-case letters, digits and hyphens."
  }
}

variable "environment" {
  description = "dev, staging or prod."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "account_id" {
  description = "The AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "region" {
  description = "The region of the provider handed to this module."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.region))
    error_message = "region must look like us-east-1."
  }
}

variable "min_size" {
  description = "Tasks of each service at least; two, so that a zone may fail."
  type        = number
  default     = 2

  validation {
    condition     = var.min_size >= 2
    error_message = "min_size must be at least 2: one task is one zone."
  }
}

variable "max_size" {
  description = "Tasks of each service at most."
  type        = number
  default     = 10

  validation {
    condition     = var.max_size >= var.min_size && var.max_size <= 100
    error_message = "max_size must be from min_size to 100."
  }
}

variable "desired_size" {
  description = "Tasks of each service at the first start; after that the scaler decides."
  type        = number
  default     = 2

  validation {
    condition     = var.desired_size >= var.min_size && var.desired_size <= var.max_size
    error_message = "desired_size must lie between min_size and max_size."
  }
}

variable "image" {
  description = "The image by digest: repository@sha256:…"
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must name a digest (repository@sha256:<64 hex digits>); a tag can change under a running service."
  }
}

variable "migration_image" {
  description = "The image of the migration task, by digest: it runs before the services get it. Null means image."
  type        = string
  default     = null

  validation {
    condition     = var.migration_image == null || can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.migration_image))
    error_message = "migration_image must name a digest (repository@sha256:<64 hex digits>)."
  }
}

variable "image_repository_arn" {
  description = "The repository that tasks may pull from."
  type        = string
}

variable "services" {
  description = "Role to its task size."
  type        = map(object({ cpu = number, memory = number }))

  validation {
    condition     = alltrue([for role in keys(var.services) : contains(["ai-router", "analytics", "realtime", "web", "worker"], role)])
    error_message = "services must be roles of the application: ai-router, analytics, realtime, web, worker."
  }

  validation {
    condition     = contains(keys(var.services), "web")
    error_message = "services must include web: it answers the health checks of the region."
  }

  validation {
    condition = alltrue([for it in values(var.services) : contains(
    lookup({ 256 = [512, 1024, 2048], 512 = [1024, 2048, 3072, 4096], 1024 = [2048, 3072, 4096, 5120, 6144, 7168, 8192], 2048 = [4096, 5120, 6144, 7168, 8192, 12288, 16384], 4096 = [8192, 12288, 16384, 30720] }, it.cpu, []), it.memory)])
    error_message = "services must use cpu and memory that Fargate sells together, such as 512 with 1024."
  }
}

variable "public_subnet_ids" {
  description = "Subnets of the load balancer, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.public_subnet_ids) >= 2
    error_message = "public_subnet_ids must span at least two zones."
  }
}

variable "private_subnet_ids" {
  description = "Subnets of the tasks, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) >= 2
    error_message = "private_subnet_ids must span at least two zones."
  }
}

variable "vpc" {
  description = "The network: id and range."
  type        = object({ id = string, cidr = string })
}

variable "certificate_arn" {
  description = "Certificate of the region's origin name."
  type        = string
}

variable "cloudfront_prefix_list_id" {
  description = "Id of com.amazonaws.global.cloudfront.origin-facing in this region; preflight looks it up."
  type        = string

  validation {
    condition     = can(regex("^pl-[0-9a-f]{8,17}$", var.cloudfront_prefix_list_id))
    error_message = "cloudfront_prefix_list_id must look like pl-3b927c52."
  }
}

variable "health_checker_prefix_list_id" {
  description = "Id of com.amazonaws.<region>.route53-healthchecks; preflight looks it up."
  type        = string

  validation {
    condition     = can(regex("^pl-[0-9a-f]{8,17}$", var.health_checker_prefix_list_id))
    error_message = "health_checker_prefix_list_id must look like pl-3b927c52."
  }
}

variable "origin_secret" {
  description = "What CloudFront says in X-Origin-Verify; anyone else gets 403."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{32,64}$", var.origin_secret))
    error_message = "origin_secret must be 32 to 64 letters, digits, hyphens or underscores."
  }
}

variable "settings" {
  description = "Plain environment of every task. Secrets do not belong here."
  type        = map(string)
  default     = {}

  validation {
    condition     = !anytrue([for name in keys(var.settings) : can(regex("(?i)(secret|password|token|api_?key|database_url|redis_url)", name))])
    error_message = "settings must not carry secrets: put them into secrets, which ECS reads from Secrets Manager."
  }
}

variable "secrets" {
  description = "Environment name to the ARN of its secret, for every role."
  type        = map(string)
  default     = {}
}

variable "ai_secrets" {
  description = "Environment name to the ARN of its secret, for the roles that call AI providers only."
  type        = map(string)
  default     = {}
}

variable "kms_key_arn" {
  description = "The region's key."
  type        = string
}

variable "kms_key_alias" {
  description = "The key's alias, by which the tasks' role names it."
  type        = string

  validation {
    condition     = startswith(var.kms_key_alias, "alias/")
    error_message = "kms_key_alias must start with alias/."
  }
}

variable "log_retention_days" {
  description = "How long the services' logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 30, 60, 90, 180, 365 or 400."
  }
}

variable "deletion_protection" {
  description = "Whether the load balancer refuses to be deleted."
  type        = bool
  default     = true
}

variable "peer_cidrs" {
  description = "Networks of the other regions, which forward what writes to this region's ingest when it is the writer's."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for it in var.peer_cidrs : can(cidrnetmask(it)) && it != var.vpc.cidr && !endswith(it, "/0")])
    error_message = "peer_cidrs must be the ranges of other networks, such as 10.1.0.0/16."
  }
}
