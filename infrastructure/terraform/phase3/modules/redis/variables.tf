variable "name" {
  description = "Name of the cluster, at most 40 characters, for example riches-reach-prod-use1."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,39}$", var.name)) && !strcontains(var.name, "--")
    error_message = "name must be 3 to 40 lower-case letters, digits and single hyphens, starting with a letter."
  }
}

variable "vpc_id" {
  description = "The network."
  type        = string
}

variable "subnet_ids" {
  description = "Data subnets in at least two zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must span at least two zones."
  }
}

variable "client_security_group_ids" {
  description = "Security groups that may connect, by a name known before the apply."
  type        = map(string)
}

variable "node_type" {
  description = "Size of a node."
  type        = string

  validation {
    condition     = can(regex("^cache\\.(t4g|m7g|r7g)\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must be a Graviton size: cache.t4g.*, cache.m7g.* or cache.r7g.*."
  }
}

variable "shards" {
  description = "Number of shards; keys are spread over them."
  type        = number
  default     = 1

  validation {
    condition     = var.shards >= 1 && var.shards <= 90
    error_message = "shards must be from 1 to 90."
  }
}

variable "replicas_per_shard" {
  description = "Replicas of each shard; one at least, or a lost zone is a lost shard."
  type        = number
  default     = 1

  validation {
    condition     = var.replicas_per_shard >= 1 && var.replicas_per_shard <= 5
    error_message = "replicas_per_shard must be from 1 to 5: multi-AZ failover needs a replica."
  }
}

variable "auth_token" {
  description = "The password of the cluster."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9!&#$^<>-]{32,128}$", var.auth_token))
    error_message = "auth_token must be 32 to 128 characters of letters, digits and ! & # $ ^ < > -."
  }
}

variable "kms_key_arn" {
  description = "The region's key."
  type        = string
}

variable "log_retention_days" {
  description = "How long slow and engine logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([30, 60, 90, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 30, 60, 90, 180, 365 or 400."
  }
}
