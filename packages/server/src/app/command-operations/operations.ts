import {
  Email,
  GtinPrefixesInput,
  ImportQuery,
  InvitationInput,
  NewKey,
  OrganisationInput,
  Slug,
  type Catalog,
  type CatalogImportView,
} from '@touchstone/contract'
import { z } from 'zod'
import { exportCatalog, importCatalog } from '../../brands/catalog/index.ts'
import {
  contextOf,
  createApiKey,
  createOrganisation,
  listApiKeys,
  revokeApiKey,
  type ApiKeyView,
} from '../../access/organisations/index.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { bindGtinPrefixes } from '../../goods/gtin-prefixes/index.ts'
import {
  eraseUser,
  inviteToOrganisation,
  listAllUsers,
  generatePassword,
  resetUserPassword,
} from '../../access/users/index.ts'
import {
  acceptKeys,
  requireUnused,
  inUse,
  recordedKeys,
} from '../../access/installation-keys/index.ts'
import { schemaState, statusOf } from '../../platform/db/index.ts'
import { publishLedger } from '../../review/error-ledger/index.ts'
import { auditLogOperations } from './audit-log-operations.ts'
import { backupOperations } from './backup-operations.ts'
import { caseOperations } from './case-operations.ts'
import { claimOperations } from './claim-operations.ts'
import { evidenceOperations } from './evidence-operations.ts'
import { blindAuditOperations } from './blind-audit-operations.ts'
import {
  collectPages,
  inOneTransaction,
  defineOperation,
  type OperationInput,
  type OperationContext,
} from './operation.ts'
import { requireOrganisationId } from './find-organisation.ts'
import { linkOperations } from './link-operations.ts'
import { retentionOperations } from './retention-operations.ts'
import { sampleOperations } from './sample-operations.ts'
import { watchOperations } from './watch-operations.ts'
import { webhookOperations } from './webhook-operations.ts'

const Whose = z.strictObject({ organisation: Slug })
const CatalogImport = ImportQuery.extend({ organisation: Slug })
const Binding = z.strictObject({
  organisation: Slug,
  marketplaces: z.array(z.string().trim().min(1).max(200)).max(200),
})
const PrefixBinding = z.strictObject({ organisation: Slug, ...GtinPrefixesInput.shape })
const LedgerPublication = z.strictObject({ slug: Slug, published: z.boolean() })
const Nothing = z.strictObject({})
const EarlierKey = z.strictObject({ earlierKey: z.string().max(10_000).optional() })

/** All operations of commands, whether or not a server has the store open. */
export const operations = {
  'organisations.create': inOneTransaction(OrganisationInput, createOrganisation),
  'organisations.marketplaces': inOneTransaction(Binding, bindMarketplaces),
  'organisations.gtin-prefixes': inOneTransaction(PrefixBinding, bindGtinPrefixes),
  'organisations.error-ledger': inOneTransaction(LedgerPublication, publishLedger),
  'keys.create': inOneTransaction(NewKey, createApiKey),
  'keys.list': inOneTransaction(Whose, allKeys),
  'keys.revoke': inOneTransaction(z.strictObject({ id: z.string() }), revokeApiKey),
  'users.list': inOneTransaction(z.strictObject({ after: z.string().optional() }), listAllUsers),
  'users.invite': inOneTransaction(InvitationInput.extend({ organisation: Slug }), invite),
  'users.erase': inOneTransaction(z.strictObject({ email: Email }), eraseUser),
  'users.reset': defineOperation(z.strictObject({ email: Email }), reset),
  'catalog.import': defineOperation(CatalogImport, importCatalogFile),
  'catalog.export': inOneTransaction(Whose, giveCatalog),
  ...auditLogOperations,
  ...caseOperations,
  ...claimOperations,
  ...evidenceOperations,
  ...blindAuditOperations,
  ...linkOperations,
  ...retentionOperations,
  ...sampleOperations,
  ...watchOperations,
  ...webhookOperations,
  'db.status': defineOperation(Nothing, ({ store }) => statusOf(store), { unmigrated: true }),
  'db.schema': defineOperation(Nothing, ({ store }) => schemaState(store), { unmigrated: true }),
  'db.keys': defineOperation(
    Nothing,
    ({ store, actor }) => store.transact(contextOf(actor), recordedKeys),
    { unmigrated: true },
  ),
  'db.accept-keys': defineOperation(EarlierKey, acceptKeysUnused),
  ...backupOperations,
}

export type Operations = typeof operations
export type OperationName = keyof Operations

const keysAtOnce = 100

async function allKeys({
  handle,
  actor,
  input,
}: OperationInput<z.output<typeof Whose>>): Promise<ApiKeyView[]> {
  const organisationId = await requireOrganisationId(handle, input.organisation)
  return collectPages(
    keysAtOnce,
    (page) => listApiKeys({ handle, actor, organisationId, input: page }),
    ({ createdAt }) => createdAt,
  )
}

async function invite(
  options: OperationInput<InvitationInput & { organisation: string }>,
): ReturnType<typeof inviteToOrganisation> {
  return inviteToOrganisation({ ...options, now: Date.now() })
}

async function reset(
  { store, actor }: OperationContext,
  { email }: { email: string },
): Promise<{ password: string }> {
  // Hashing is slow on purpose, and no transaction waits for it.
  const { password, passwordHash } = await generatePassword()
  await store.transact(contextOf(actor), (handle) =>
    resetUserPassword({ handle, actor, input: { email, passwordHash } }),
  )
  return { password }
}

async function acceptKeysUnused(
  { store, actor, config, isServing }: OperationContext,
  input: z.output<typeof EarlierKey>,
): Promise<Awaited<ReturnType<typeof acceptKeys>>> {
  if (isServing) throw inUse('the running server')
  await requireUnused(store)
  return store.transact(contextOf(actor), (handle) => acceptKeys(handle, config, input))
}

async function importCatalogFile(
  { store, actor, bytes }: OperationContext,
  { organisation, preview, replace, ...wishes }: z.output<typeof CatalogImport>,
): Promise<CatalogImportView> {
  const organisationId = await store.transact(contextOf(actor), (handle) =>
    requireOrganisationId(handle, organisation),
  )
  return importCatalog({
    store,
    actor,
    organisationId,
    source: { bytes },
    preview: preview === 'true',
    replace: replace === 'true',
    ...wishes,
  })
}

async function giveCatalog(options: OperationInput<z.output<typeof Whose>>): Promise<Catalog> {
  const { handle, actor, input } = options
  const organisationId = await requireOrganisationId(handle, input.organisation)
  return exportCatalog({ handle, actor, organisationId, input: undefined })
}
