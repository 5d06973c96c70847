CREATE TABLE "muted_digests" (
	"person_id" text NOT NULL,
	"digest" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "muted_digests_person_id_digest_pk" PRIMARY KEY("person_id","digest")
);
