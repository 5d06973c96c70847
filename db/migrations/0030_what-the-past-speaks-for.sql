CREATE TABLE "studies" (
	"at" timestamp with time zone PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"study" jsonb NOT NULL
);
