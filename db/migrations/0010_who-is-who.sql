ALTER TABLE "identities" DROP CONSTRAINT "identities_kind_value_pk";--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_kind_value_lead_id_pk" PRIMARY KEY("kind","value","lead_id");--> statement-breakpoint
-- What was known before is known by the spelling that is looked for from now on. Phone numbers, of all who share them.
INSERT INTO "identities" ("kind", "value", "lead_id")
SELECT DISTINCT 'phone', k.digits, k.lead_id
FROM (
	SELECT t.lead_id, regexp_replace(regexp_replace(
		CASE WHEN w.number ~ '^[^0-9(]*(00)?39[^0-9(]*\(0\)' THEN replace(w.number, '(0)', '0')
			ELSE regexp_replace(w.number, '^([^0-9(]*(00)?[0-9]{1,3}[^0-9(]*)\(0\)', '\1') END,
		'[^0-9]', '', 'g'), '^00', '') AS digits
	FROM (
		SELECT "id" AS lead_id, "record" #>> '{person,phone}' AS written FROM "leads"
		UNION
		SELECT i."lead_id", i."lead" #>> '{person,phone}' FROM "items" i JOIN "leads" l ON l."id" = i."lead_id"
	) t
	CROSS JOIN LATERAL (SELECT regexp_replace(t.written,
		'([0-9][\s)]*)(;ext=|,|;|#|x|ext(ension|n)?\.?|dw\.?|durchwahl|poste|int(erno)?\.?|ramal|anexo|toestel)[\s:.]*[0-9]{1,6}\s*$',
		'\1', 'i') AS number) w
	WHERE t.written IS NOT NULL
) k
WHERE length(k.digits) BETWEEN 7 AND 40
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- Records, by their system and type in lower case, and Salesforce ids with the three letters that say which are capitals.
INSERT INTO "identities" ("kind", "value", "lead_id")
SELECT 'ref', p.system || ':' || p.type || ':' || p.id || CASE
	WHEN p.id ~ '^[A-Za-z0-9]{15}$' AND (p.system LIKE '%salesforce%' OR p.system = 'sfdc') THEN (
		SELECT string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + (
			SELECT sum(CASE WHEN ascii(substr(p.id, c * 5 + b + 1, 1)) BETWEEN 65 AND 90 THEN 1 << b ELSE 0 END)
			FROM generate_series(0, 4) b)::int, 1), '' ORDER BY c)
		FROM generate_series(0, 2) c)
	ELSE '' END, p.lead_id
FROM (
	SELECT "lead_id", lower(trim(split_part("value", ':', 1))) AS system, lower(trim(split_part("value", ':', 2))) AS type,
		trim(substr("value", length(split_part("value", ':', 1)) + length(split_part("value", ':', 2)) + 3)) AS id
	FROM "identities" WHERE "kind" = 'ref'
) p
ON CONFLICT DO NOTHING;
