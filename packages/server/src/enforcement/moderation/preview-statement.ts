import type { StatementOfReasons } from '@touchstone/contract'
import { statementText } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { loadProceeding } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { requireReader, settingsFor } from './settings.ts'
import { partyDetailsOf } from './seller-of-listing.ts'
import { requireRestriction, statementFaultsOf } from './impose-restriction.ts'
import { requireItem, requireInstanceId } from './action-context.ts'
import { decidedFrom, notifierTypeNow } from './propose-decision.ts'
import { findOwnListing } from './repository.ts'
import { readingsOf } from './statement-readings.ts'

type PreviewInput = {
  handle: Transaction
  actor: Actor
  now: Date
  input: {
    id: string
    position: number
    instance?: string | undefined
    statement: StatementOfReasons
  }
}

/** Previews a statement of reasons and everything that prevents sending it; nothing is stored. */
export async function previewStatement({ handle, actor, now, input }: PreviewInput) {
  const { organisationId } = requireReader(actor)
  const { notice, item } = await requireItem(handle, organisationId, input)
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: item.proceedingId },
  })
  const instance =
    input.instance === undefined
      ? decidedFrom(state, item.instance, await notifierTypeNow(handle, notice))
      : requireRestriction(state, requireInstanceId({ state, root: item.instance }, input.instance))
  const listing =
    item.listingId === null
      ? undefined
      : await findOwnListing(handle, organisationId, item.listingId)
  const { statement } = input
  const { sellerLink } = await settingsFor(handle, organisationId)
  const known = partyDetailsOf(notice, listing?.listing, statement)
  const due = instance.facts['byOrder'] !== true
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-read',
    subject: { kind: 'received-notice', id: notice.id },
  })
  return {
    text: statementText(statement, sellerLink.locale),
    readings: readingsOf(statement),
    faults: statementFaultsOf({ statement, state, instance, known, now, due }),
  }
}
