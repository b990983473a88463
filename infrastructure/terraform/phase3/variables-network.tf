variable "cidrs" {
  description = "Region to its network's range."
  type        = map(string)
  default     = { us-east-1 = "10.0.0.0/16", eu-west-1 = "10.1.0.0/16", ap-southeast-1 = "10.2.0.0/16" }

  validation {
    condition     = toset(keys(var.cidrs)) == toset(["us-east-1", "eu-west-1", "ap-southeast-1"])
    error_message = "cidrs must have exactly us-east-1, eu-west-1 and ap-southeast-1."
  }

  validation {
    condition     = alltrue([for it in values(var.cidrs) : can(regex("/16$", it)) && can(cidrnetmask(it))])
    error_message = "cidrs must be /16 ranges such as 10.0.0.0/16."
  }

  validation {
    condition     = length(distinct([for it in values(var.cidrs) : try(cidrhost(it, 0), it)])) == length(var.cidrs)
    error_message = "cidrs overlap: peered networks need disjoint ranges. Give each region its own /16."
  }
}

variable "availability_zones" {
  description = "Region to three of its zones; preflight checks that the account has them."
  type        = map(list(string))
  default = {
    us-east-1      = ["us-east-1a", "us-east-1b", "us-east-1c"]
    eu-west-1      = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    ap-southeast-1 = ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]
  }

  validation {
    condition     = alltrue([for region, zones in var.availability_zones : length(distinct(zones)) == 3 && alltrue([for zone in zones : startswith(zone, region)])])
    error_message = "availability_zones must name three different zones of each region."
  }
}

variable "prefix_lists" {
  description = "Region to the ids of AWS's address lists for CloudFront and Route 53's health checkers; preflight looks them up."
  type        = map(object({ cloudfront = string, health_checkers = string }))

  validation {
    condition     = toset(keys(var.prefix_lists)) == toset(["us-east-1", "eu-west-1", "ap-southeast-1"])
    error_message = "prefix_lists must have exactly us-east-1, eu-west-1 and ap-southeast-1."
  }

  validation {
    condition     = alltrue([for it in values(var.prefix_lists) : can(regex("^pl-[0-9a-f]{8,17}$", it.cloudfront)) && can(regex("^pl-[0-9a-f]{8,17}$", it.health_checkers))])
    error_message = "prefix_lists must look like pl-3b927c52."
  }
}
