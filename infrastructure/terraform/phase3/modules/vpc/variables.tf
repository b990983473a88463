variable "name" {
  description = "Prefix of every name in this network, for example riches-reach-prod-us-east-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "account_id" {
  description = "The AWS account that owns the network."
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

variable "cidr" {
  description = "The network's address range: a private /16, disjoint from every peer."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.cidr)) && can(regex("^(10\\.[0-9]+|172\\.(1[6-9]|2[0-9]|3[01])|192\\.168)\\.0\\.0/16$", var.cidr))
    error_message = "cidr must be a private /16 such as 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "Three zones of the region, in the order of the subnets."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) == 3 && length(distinct(var.availability_zones)) == 3
    error_message = "availability_zones must name three different zones."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "availability_zones must all lie in the module's region."
  }
}

variable "nat_gateways" {
  description = "How many zones get their own NAT gateway: 1 is cheap, 3 survives the loss of a zone."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2, 3], var.nat_gateways)
    error_message = "nat_gateways must be 1, 2 or 3."
  }
}

variable "kms_key_arn" {
  description = "The region's key, for the flow logs."
  type        = string
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 30, 60, 90, 180, 365 or 400."
  }
}
