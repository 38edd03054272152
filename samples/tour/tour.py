"""Calls every operation of the KMS API with boto3 and with awscli. Started by tour.sh."""

import base64
import json
import os
import shutil
import subprocess
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

WORK = sys.argv[1]
BLOBS = {"CiphertextBlob", "Plaintext", "Signature", "Mac", "PublicKey", "ImportToken", "SharedSecret"}
NEED_A_TOKEN = {"ConnectCustomKeyStore", "DisconnectCustomKeyStore"}


class Refused(Exception):
    """The endpoint answered with an error."""


def environment(profile):
    here = os.path.join(WORK, profile)
    return {"AWS_SHARED_CREDENTIALS_FILE": here, "AWS_CONFIG_FILE": os.path.join(WORK, "home/admin.aws")}


class Boto3:
    name = "boto3"

    def __init__(self, profile="home/admin.aws"):
        os.environ.update(environment(profile))
        self.client = boto3.session.Session().client("kms")
        self.operations = set(self.client.meta.service_model.operation_names)
        self.called = set()

    def __call__(self, operation, **members):
        self.called.add(operation)
        try:
            return getattr(self.client, xform_name(operation))(**members)
        except ClientError as e:
            raise Refused(e.response["Error"]["Code"]) from e


class Awscli:
    name = "awscli"

    def __init__(self, profile="home/admin.aws"):
        self.environment = {**os.environ, **environment(profile), "AWS_PAGER": ""}
        self.operations = Boto3().operations
        self.called = set()

    def __call__(self, operation, **members):
        self.called.add(operation)
        command = ["aws", "kms", xform_name(operation, "-"), "--output", "json"]
        for member, value in members.items():
            command += self.option(xform_name(member, "-"), value)
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Refused(done.stderr.strip())
        answer = json.loads(done.stdout) if done.stdout.strip() else {}
        return {k: base64.b64decode(v) if k in BLOBS else v for k, v in answer.items()}

    @staticmethod
    def option(name, value):
        if isinstance(value, bool):
            return ["--" + name if value else "--no-" + name]
        if isinstance(value, bytes):
            file = os.path.join(WORK, "member-" + name)
            with open(file, "wb") as out:
                out.write(value)
            return ["--" + name, "fileb://" + file]
        return ["--" + name, value if isinstance(value, str) else json.dumps(value)]


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def create(kms, **members):
    return kms("CreateKey", **members)["KeyMetadata"]["Arn"]


def names_and_states(kms):
    key, other = create(kms, Description="tour"), create(kms)
    kms("CreateAlias", AliasName="alias/tour", TargetKeyId=key)
    kms("UpdateAlias", AliasName="alias/tour", TargetKeyId=other)
    expect(kms("DescribeKey", KeyId="alias/tour")["KeyMetadata"]["Arn"] == other, "the alias was moved")
    expect(len(kms("ListAliases")["Aliases"]) >= 1, "the alias is listed")
    kms("DeleteAlias", AliasName="alias/tour")
    expect(len(kms("ListKeys")["Keys"]) >= 2, "keys are listed")
    kms("TagResource", KeyId=key, Tags=[{"TagKey": "a", "TagValue": "b"}])
    expect(len(kms("ListResourceTags", KeyId=key)["Tags"]) == 1, "the tag is there")
    kms("UntagResource", KeyId=key, TagKeys=["a"])
    kms("UpdateKeyDescription", KeyId=key, Description="changed")
    kms("DisableKey", KeyId=key)
    refused(lambda: kms("Encrypt", KeyId=key, Plaintext=b"x"), "DisabledException")
    kms("EnableKey", KeyId=key)
    return key


def refused(call, code):
    try:
        call()
    except Refused as e:
        expect(code in str(e), "expected " + code + ", got " + str(e))
        return
    raise AssertionError("expected " + code)


def encryption(kms, key):
    context = {"table": "orders"}
    blob = kms("Encrypt", KeyId=key, Plaintext=b"hello", EncryptionContext=context)["CiphertextBlob"]
    opened = kms("Decrypt", CiphertextBlob=blob, EncryptionContext=context)
    expect(opened["Plaintext"] == b"hello", "what was encrypted is decrypted")
    refused(lambda: kms("Decrypt", CiphertextBlob=blob), "InvalidCiphertextException")
    kms("ReEncrypt", CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId=key)
    expect(len(kms("GenerateDataKey", KeyId=key, KeySpec="AES_256")["Plaintext"]) == 32, "a data key")
    kms("GenerateDataKeyWithoutPlaintext", KeyId=key, KeySpec="AES_128")
    kms("GenerateDataKeyPair", KeyId=key, KeyPairSpec="ECC_NIST_P256")
    kms("GenerateDataKeyPairWithoutPlaintext", KeyId=key, KeyPairSpec="ECC_NIST_P256")
    expect(len(kms("GenerateRandom", NumberOfBytes=24)["Plaintext"]) == 24, "random bytes")
    kms("GetKeyLastUsage", KeyId=key)


def rotation_and_policy(kms, key):
    kms("EnableKeyRotation", KeyId=key, RotationPeriodInDays=90)
    expect(kms("GetKeyRotationStatus", KeyId=key)["KeyRotationEnabled"], "the key rotates")
    kms("DisableKeyRotation", KeyId=key)
    kms("RotateKeyOnDemand", KeyId=key)
    expect(kms("ListKeyRotations", KeyId=key)["Rotations"], "rotations are listed")
    policy = kms("GetKeyPolicy", KeyId=key, PolicyName="default")["Policy"]
    kms("PutKeyPolicy", KeyId=key, PolicyName="default", Policy=policy)
    expect(kms("ListKeyPolicies", KeyId=key)["PolicyNames"] == ["default"], "one policy")


def grants(kms, key):
    who = "arn:aws:iam::000000000000:user/administrator"
    members = dict(KeyId=key, GranteePrincipal=who, RetiringPrincipal=who, Operations=["Decrypt"])
    first, second = (kms("CreateGrant", **members)["GrantId"] for _ in range(2))
    expect(len(kms("ListGrants", KeyId=key)["Grants"]) == 2, "two grants")
    expect(len(kms("ListRetirableGrants", RetiringPrincipal=who)["Grants"]) >= 2, "both can be retired")
    kms("RetireGrant", KeyId=key, GrantId=first)
    kms("RevokeGrant", KeyId=key, GrantId=second)


def signatures(kms):
    key = create(kms, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    signing = dict(KeyId=key, Message=b"m", SigningAlgorithm="ECDSA_SHA_256")
    signature = kms("Sign", **signing)["Signature"]
    expect(kms("Verify", Signature=signature, **signing)["SignatureValid"], "the signature is right")
    public = kms("GetPublicKey", KeyId=key)["PublicKey"]
    expect(b"Public-Key" in openssl("pkey", "-pubin", "-inform", "DER", "-text", data=public), "a public key")
    hmac = create(kms, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    mac = kms("GenerateMac", KeyId=hmac, Message=b"m", MacAlgorithm="HMAC_SHA_256")["Mac"]
    expect(kms("VerifyMac", KeyId=hmac, Message=b"m", Mac=mac, MacAlgorithm="HMAC_SHA_256")["MacValid"], "the MAC")
    agreement = create(kms, KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT")
    pair = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
    peer = openssl("pkey", "-pubout", "-outform", "DER", data=pair)
    shared = kms("DeriveSharedSecret", KeyId=agreement, PublicKey=peer, KeyAgreementAlgorithm="ECDH")
    expect(len(shared["SharedSecret"]) == 32, "a shared secret")


def imports(kms):
    key = create(kms, Origin="EXTERNAL")
    asked = kms("GetParametersForImport", KeyId=key, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    wrapping = os.path.join(WORK, "wrapping.der")
    with open(wrapping, "wb") as out:
        out.write(asked["PublicKey"])
    oaep = ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"]
    options = [word for option in oaep for word in ("-pkeyopt", option)]
    wrapped = openssl(
        "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", wrapping, *options, data=os.urandom(32))
    kms(
        "ImportKeyMaterial", KeyId=key, ImportToken=asked["ImportToken"], EncryptedKeyMaterial=wrapped,
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE")
    kms("DeleteImportedKeyMaterial", KeyId=key)


def regions(kms):
    primary = create(kms, MultiRegion=True)
    kms("ReplicateKey", KeyId=primary, ReplicaRegion="eu-central-1")
    kms("UpdatePrimaryRegion", KeyId=primary, PrimaryRegion="eu-central-1")


def key_stores(kms):
    made = kms(
        "CreateCustomKeyStore", CustomKeyStoreName="hsm", CloudHsmClusterId="cluster-abcdefg2345",
        KeyStorePassword="not-a-real-pin", TrustAnchorCertificate="no certificate")
    store = made["CustomKeyStoreId"]
    kms("UpdateCustomKeyStore", CustomKeyStoreId=store, NewCustomKeyStoreName="token")
    expect(len(kms("DescribeCustomKeyStores")["CustomKeyStores"]) == 1, "one key store")
    for operation in sorted(NEED_A_TOKEN):
        try:
            kms(operation, CustomKeyStoreId=store)
        except Refused as e:
            expect("Exception" in str(e), "an error of the API: " + str(e))
    kms("DeleteCustomKeyStore", CustomKeyStoreId=store)


def tour(client):
    kms = client()
    key = names_and_states(kms)
    encryption(kms, key)
    rotation_and_policy(kms, key)
    grants(kms, key)
    signatures(kms)
    imports(kms)
    regions(kms)
    key_stores(kms)
    kms("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    kms("CancelKeyDeletion", KeyId=key)
    kms("EnableKey", KeyId=key)
    missing = kms.operations - kms.called
    expect(not missing, "operations left out: " + ", ".join(sorted(missing)))
    writer = client("writer.aws")
    blob = writer("Encrypt", KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    refused(lambda: writer("Decrypt", CiphertextBlob=blob), "AccessDeniedException")
    print("tour: %s called all %d operations it has" % (kms.name, len(kms.called)))


def main():
    tour(Boto3)
    if shutil.which("aws"):
        tour(Awscli)
    else:
        print("tour: SKIPPED: awscli is not installed")


if __name__ == "__main__":
    main()
