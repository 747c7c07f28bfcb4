import { caseInHouse } from '../proceedings/index.ts'
import { isHeld } from '../confidentiality-holds/index.ts'
import { noPicture, type PictureOut } from '../../investigation/evidence/index.ts'
import { standingFor, type PictureForSeller } from './types.ts'
import type { Visiting } from './appeal-page.ts'
import { nameOf, note } from './service.ts'

/** A picture of his own page that a seller is shown, noted at every look. */
export async function pictureOnPage(
  { handle, link, now }: Visiting,
  { digest, pictureFor }: { digest: string; pictureFor: PictureForSeller },
): Promise<PictureOut> {
  const { organisationId, proceedingId } = link
  if (proceedingId === null) throw noPicture()
  const about = { kind: 'answer-link', id: link.id } as const
  if (await isHeld(handle, { organisationId, now, about })) throw noPicture()
  const { state } = await caseInHouse({ handle, organisationId, input: { id: proceedingId } })
  const restriction = standingFor(state, link.matter).restriction?.id
  const found = await pictureFor(handle, { proceedingId, restriction, digest })
  if (found === undefined) throw noPicture()
  await note({
    handle,
    organisationId,
    action: 'answer-picture-read',
    subject: { kind: 'answer-link', id: link.id },
    detail: { sha256: found.sha256 },
  })
  const { capture, name, sha256, fromNotice: notice } = found
  return {
    capture,
    name,
    sha256,
    by: await nameOf(handle, organisationId),
    reason: `Shown to the seller of the offer that the notice ${notice} is about.`,
    unlessHeld: { notice, now },
  }
}
