# One provider a region. Offline, plans are made with no network and no account: made-up keys, nothing looked up.
provider "aws" {
  region              = "us-east-1"
  access_key          = var.offline ? "offline" : null
  secret_key          = var.offline ? "offline" : null
  allowed_account_ids = var.offline ? null : [var.account_id]

  skip_credentials_validation = var.offline
  skip_requesting_account_id  = var.offline
  skip_metadata_api_check     = var.offline

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "eu_west_1"
  region              = "eu-west-1"
  access_key          = var.offline ? "offline" : null
  secret_key          = var.offline ? "offline" : null
  allowed_account_ids = var.offline ? null : [var.account_id]

  skip_credentials_validation = var.offline
  skip_requesting_account_id  = var.offline
  skip_metadata_api_check     = var.offline

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "ap_southeast_1"
  region              = "ap-southeast-1"
  access_key          = var.offline ? "offline" : null
  secret_key          = var.offline ? "offline" : null
  allowed_account_ids = var.offline ? null : [var.account_id]

  skip_credentials_validation = var.offline
  skip_requesting_account_id  = var.offline
  skip_metadata_api_check     = var.offline

  default_tags {
    tags = local.tags
  }
}
