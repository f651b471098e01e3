# shellcheck shell=bash
# What this instance knows of itself, from the metadata service (version 2). To be sourced.

imds=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}

ask() {
  curl --silent --show-error --fail --noproxy '*' --retry 5 --retry-connrefused --retry-delay 1 --max-time 5 "$@"
}

metadata() { # PATH: prints what is there; fails where nothing is
  local token
  token=$(ask --request PUT --header 'Content-Length: 0' --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$imds/latest/api/token") || return
  ask --header "X-aws-ec2-metadata-token: $token" "$imds/latest/$1"
}

field() { # NAME: prints one text of the JSON that comes in
  sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"
}

signature() { # SERVICE REGION: prints curl's configuration for calls that this instance's role signs
  local role credentials
  role=$(metadata meta-data/iam/security-credentials/) || return
  credentials=$(metadata "meta-data/iam/security-credentials/$role") || return
  cat << END
aws-sigv4 = "aws:amz:$2:$1"
user = "$(field AccessKeyId <<< "$credentials"):$(field SecretAccessKey <<< "$credentials")"
header = "x-amz-security-token: $(field Token <<< "$credentials")"
END
}
