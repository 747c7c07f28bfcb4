import type { Notice } from '@touchstone/contract'

export type NoticeElement = 'reasons' | 'location' | 'name' | 'good-faith'

/** Which of the four elements of Art. 16(2) a notice contains, and the missing ones, as sentences. */
export type NoticeElements = {
  given: NoticeElement[]
  /** Asked for, never demanded: the notice is received and decided without them. */
  missing: { element: NoticeElement; message: string }[]
  /** True if there is an address for the confirmation of receipt and the decision. */
  contact: boolean
}

const asks: Record<NoticeElement, string> = {
  reasons: 'Please explain why you consider this illegal.',
  location: 'Please state the exact address (URL) of each item.',
  name: 'Please state your name and email address, so that we can inform you of our decision.',
  'good-faith':
    'Please confirm your good-faith belief that the information in this notice is accurate and complete.',
}

/**
 * Checks a notice for the four elements. A notice is never refused because of a missing one (Art. 16(2) and (6),
 * recital 50); name and e-mail are not required if sexual abuse of children is suspected.
 */
export function elementsOf(notice: Notice): NoticeElements {
  const items = notice.items ?? []
  const has = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''
  const contact = has(notice.email)
  const isPresent: Record<NoticeElement, boolean> = {
    reasons:
      has(notice.reasons) || (items.length > 0 && items.every(({ reasons }) => has(reasons))),
    location: items.length > 0 && items.every(({ urls = [] }) => urls.some(has)),
    name: has(notice.name) && contact,
    'good-faith': notice.goodFaith === true,
  }
  const all = Object.keys(asks) as NoticeElement[]
  return {
    given: all.filter((element) => isPresent[element]),
    missing: all
      .filter(
        (element) => !isPresent[element] && !(element === 'name' && notice.childAbuse === true),
      )
      .map((element) => ({ element, message: asks[element] })),
    contact,
  }
}
