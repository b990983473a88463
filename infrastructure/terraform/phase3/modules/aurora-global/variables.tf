variable "name" {
  description = "Name of the global database, for example riches-reach-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name)) && !strcontains(var.name, "--")
    error_message = "name must be 3 to 41 lower-case letters, digits and single hyphens, starting with a letter."
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

variable "engine_version" {
  description = "Aurora PostgreSQL version; preflight checks that the regions offer it."
  type        = string
  default     = "16.8"

  validation {
    condition     = can(regex("^1[5-7]\\.[0-9]+$", var.engine_version))
    error_message = "engine_version must be a minor version of 15, 16 or 17, such as 16.8."
  }
}

variable "instance_class" {
  description = "db.serverless or a memory-optimised Graviton class; the burstable ones cannot join a global database."
  type        = string

  validation {
    condition     = can(regex("^db\\.(serverless|r[678]g\\.[a-z0-9]+)$", var.instance_class))
    error_message = "instance_class must be db.serverless or db.r6g/r7g/r8g.*: a global database takes no burstable class."
  }
}

variable "serverless_capacity" {
  description = "Range in ACU, where instance_class is db.serverless."
  type        = object({ min = number, max = number })
  default     = { min = 0.5, max = 8 }

  validation {
    condition     = var.serverless_capacity.min >= 0.5 && var.serverless_capacity.max <= 256 && var.serverless_capacity.min <= var.serverless_capacity.max
    error_message = "serverless_capacity must satisfy 0.5 <= min <= max <= 256."
  }
}

variable "instances" {
  description = "Instances in the writer's region and in each of the others."
  type        = object({ primary = number, secondary = number })

  validation {
    condition     = var.instances.primary >= 1 && var.instances.primary <= 15 && var.instances.secondary >= 1 && var.instances.secondary <= 15
    error_message = "instances must be from 1 to 15 in each region."
  }

  validation {
    condition     = var.environment != "prod" || var.instances.primary >= 2
    error_message = "instances.primary must be at least 2 in prod: a writer alone takes ten minutes to replace."
  }
}

variable "backup_retention_days" {
  description = "How far back a point-in-time restore reaches."
  type        = number

  validation {
    condition     = var.backup_retention_days >= (var.environment == "prod" ? 35 : 7) && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be from 7 to 35, and 35 in prod."
  }
}

variable "master_password" {
  description = "Password of the owner. Ephemeral: it reaches AWS and never the state."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9!#$%^&*()_+=-]{24,99}$", var.master_password))
    error_message = "master_password must be 24 to 99 letters, digits or ! # $ % ^ & * ( ) _ + = -."
  }
}

variable "master_password_version" {
  description = "Raise it to set a new password."
  type        = number
  default     = 1

  validation {
    condition     = var.master_password_version >= 1 && floor(var.master_password_version) == var.master_password_version
    error_message = "master_password_version must be a whole number from 1."
  }
}

variable "regions" {
  description = "The three regions' networks and keys, in the order of the providers: primary, second, third."
  type = object({
    primary = object({ region = string, vpc_id = string, subnet_ids = list(string), kms_key_arn = string, client_security_group_ids = map(string) })
    second  = object({ region = string, vpc_id = string, subnet_ids = list(string), kms_key_arn = string, client_security_group_ids = map(string) })
    third   = object({ region = string, vpc_id = string, subnet_ids = list(string), kms_key_arn = string, client_security_group_ids = map(string) })
  })

  validation {
    condition     = length(distinct([for it in values(var.regions) : it.region])) == 3
    error_message = "regions must be three different ones."
  }

  validation {
    condition     = alltrue([for it in values(var.regions) : length(it.subnet_ids) >= 2])
    error_message = "regions must each have data subnets in at least two zones."
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
