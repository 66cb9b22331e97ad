"""What AWS makes of KMS keys.

Error codes: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#API_CreateKey_Errors
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To

from .facts_regions import regional

KEY = "aws:kms:Key"
ALIAS = "aws:kms:Alias"

GRANTED = (
    *("CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt"),
    *("GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"),
    *("GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetPublicKey", "ReEncryptFrom"),
    *("ReEncryptTo", "RetireGrant", "Sign", "Verify", "VerifyMac"),
)
"""Source: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations"""

SPECS = (
    *("SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "SM2"),
    *(
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521",
        "ECC_SECG_P256K1",
        "ECC_NIST_EDWARDS25519",
    ),
    *("HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"),
)
"""Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html"""

KEYS: Mapping[str, Facts] = {
    KEY: regional(
        replaces=(
            *("customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"),
        ),
        kept=("description", "multiRegion", "policy", "rotationPeriodInDays"),
        values={
            "customerMasterKeySpec": SPECS,
            "keyUsage": ("ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "SIGN_VERIFY"),
        },
        bounds={"deletionWindowInDays": (7, 30), "rotationPeriodInDays": (90, 2560)},
        formats={"description": r"[\s\S]{0,8192}"},
        tags="tags",
        keeps="the waiting period before the deletion of key {id}",
        stateful=True,
        missing="NotFoundException: Key '{value}' does not exist",
    ),
    ALIAS: regional(
        replaces=("name", "namePrefix"),
        kept=("name", "namePrefix"),
        formats={"name": r"alias/(?!aws/)[a-zA-Z0-9/_-]{1,250}"},
        refers={"targetKeyId": To(KEY, by=("keyId", "arn"))},
        conflict="AlreadyExistsException: An alias with the name {arn} already exists",
        missing="NotFoundException: Alias {value} is not found.",
    ),
    "aws:kms:Grant": regional(
        replaces=(
            *("constraints.**", "grantCreationTokens", "granteePrincipal", "keyId", "name"),
            *("operations", "retireOnDelete", "retiringPrincipal"),
        ),
        values={"operations[]": GRANTED},
        refers={"keyId": To(KEY, by=("keyId", "arn"))},
    ),
}
