import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mayPublishLedger } from './policy.ts'
import { computeLedger, type ComputedLedger } from './read-ledger.ts'
import { findOrganisationBySlug, findPublication, savePublication } from './repository.ts'

/** Publishes the error ledger of an organisation, or withdraws it. */
export async function publishLedger({
  handle,
  input: { slug, published },
}: {
  handle: Transaction
  input: { slug: string; published: boolean }
}): Promise<{ published: boolean }> {
  const organisation = await findOrganisationBySlug(handle, slug)
  if (organisation === undefined) throw notFound(`there is no organisation ${slug}`)
  const changed = await savePublication(handle, organisation.id, published)
  if (changed) {
    await recordEvent({
      handle,
      organisationId: organisation.id,
      action: 'error-ledger-publication-changed',
      subject: { kind: 'organisation', id: organisation.id },
      detail: { published },
    })
  }
  return { published }
}

/** The context in which the operator publishes. */
export function publishingContext(actor: Actor): Context {
  if (mayPublishLedger(actor)) return { as: 'operator', actor: { kind: actor.kind, id: actor.id } }
  throw new AppError({
    code: 'operator-required',
    message:
      'this is reserved for the operator acting for no organisation: switch at /api/v1/session/organisation',
  })
}

const reader = { kind: 'operator', id: 'public-error-ledger' } as const

const freshMilliseconds = 3_600_000

type PublicLedger = ComputedLedger & { organisation: string }

/** Published ledgers for anyone; each is computed once an hour at most. */
export class PublicLedgers {
  private readonly computed = new Map<string, { at: number; ledger: Promise<PublicLedger> }>()
  private readonly store: Store

  constructor(store: Store) {
    this.store = store
  }

  async read(slug: string, now: Date): Promise<PublicLedger> {
    const organisation = await this.store.transact(
      { as: 'operator', actor: reader },
      async (handle) => {
        const found = await findOrganisationBySlug(handle, slug)
        return found && (await findPublication(handle, found.id)) !== null ? found : undefined
      },
    )
    // An unknown organisation and one that publishes nothing look the same.
    if (organisation === undefined) throw notFound(`no error ledger is published for ${slug}`)
    const { id, name } = organisation
    const known = this.computed.get(id)
    if (known !== undefined && now.getTime() - known.at < freshMilliseconds) return known.ledger
    const context: Context = { as: 'tenant', organisationId: id, actor: reader }
    const ledger = this.store.transact(context, async (handle) => ({
      organisation: name,
      ...(await computeLedger(handle, id, now)),
    }))
    this.computed.set(id, { at: now.getTime(), ledger })
    ledger.catch(() => this.computed.delete(id))
    return ledger
  }
}

function notFound(message: string): AppError {
  return new AppError({ code: 'not-found', message, pointer: '/slug' })
}
