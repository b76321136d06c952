-- expand
ALTER TABLE "organisation_documents" VALIDATE CONSTRAINT "organisation_documents_file_fk";
