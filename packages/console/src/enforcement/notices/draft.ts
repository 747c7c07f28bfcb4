import type { NoticeContentView } from '@touchstone/contract'

export type DraftItem = Omit<NoticeContentView['items'][number], 'reasons'> & { reasons: string }
export const noticeWays = ['inside', 'email', 'webhook', 'file'] as const
type NoticeWay = (typeof noticeWays)[number]

export type DraftRecipient = { by: NoticeWay; to: string }

/** A notice while being written: lists as typed, including incomplete lines. */
export type Draft = Omit<
  NoticeContentView,
  'items' | 'recipients' | 'classes' | 'reasons' | 'contact'
> & {
  items: DraftItem[]
  recipients: DraftRecipient[]
  classes: string
  reasons: string
  contact: string
}

export function draftOf(content: NoticeContentView): Draft {
  return {
    ...content,
    items: content.items.map((item) => ({ ...item, reasons: item.reasons ?? '' })),
    recipients: content.recipients.map((one) => ({
      by: one.by,
      to: one.by === 'email' ? one.to : one.by === 'inside' ? one.organisation : '',
    })),
    classes: content.classes.join(', '),
    reasons: content.reasons ?? '',
    contact: content.contact ?? '',
  }
}

/** The part of a draft that can be saved; incomplete lines stay in the browser. */
export function contentOf(draft: Draft): NoticeContentView {
  const { items, recipients, classes, reasons, contact, ...rest } = draft
  const { signatory, template, ...plain } = rest
  return {
    ...plain,
    ...(signatory !== undefined && signatory !== '' && { signatory }),
    ...(template !== undefined && template !== '' && { template }),
    ...(reasons.trim() !== '' && { reasons: reasons.trim() }),
    ...(isAddress(contact) && { contact: contact.trim() }),
    classes: classesIn(classes),
    items: items.map(
      ({ reasons: own, repeatReason = '', clearanceReason = '', evidence, ...item }) => ({
        ...item,
        ...(repeatReason.trim() !== '' && { repeatReason: repeatReason.trim() }),
        ...(clearanceReason.trim() !== '' && { clearanceReason: clearanceReason.trim() }),
        ...(own.trim() !== '' && { reasons: own.trim() }),
        evidence: evidence
          .filter(({ statement }) => statement.trim() !== '')
          .map((one) => ({ ...one, statement: one.statement.trim() })),
      }),
    ),
    recipients: recipients.filter(isWhole).map(recipientOf),
  }
}

function recipientOf({ by, to }: DraftRecipient): NoticeContentView['recipients'][number] {
  switch (by) {
    case 'inside':
      return { by, organisation: to.trim() }
    case 'email':
      return { by, to: to.trim() }
    case 'webhook':
    case 'file':
      return { by }
  }
}

/** Whether a recipient is complete enough to save. */
export function isWhole({ by, to }: DraftRecipient): boolean {
  if (by === 'email') return isAddress(to)
  return by !== 'inside' || to.trim() !== ''
}

/** Checks an email address roughly; the server decides. */
function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim()) && text.trim().length <= 254
}

/** Nice classes, from 1 to 45. */
export function classesIn(text: string): number[] {
  const numbers = (text.match(/\d+/g) ?? []).map(Number).filter((one) => one >= 1 && one <= 45)
  return [...new Set(numbers)].slice(0, 45)
}

/** Whether the whole draft can be saved. */
export function isAllKept(draft: Draft): boolean {
  return (
    draft.recipients.every(isWhole) &&
    (draft.contact.trim() === '' || isAddress(draft.contact)) &&
    draft.items.every(({ evidence }) => evidence.every(({ statement }) => statement.trim() !== ''))
  )
}

/** Unsaved edits, and the version of the draft that they started from. */
export type Aside = { draft: Draft; version: number; base: Draft }

/** Checks what this browser kept: another version may have stored it. */
export function isAside(found: unknown): found is Aside {
  if (typeof found !== 'object' || found === null) return false
  const { draft, version, base } = found as Partial<Aside>
  return typeof version === 'number' && isDraft(draft) && isDraft(base)
}

function isDraft(found: unknown): found is Draft {
  if (typeof found !== 'object' || found === null) return false
  const { items, recipients, territory, reasons } = found as Partial<Draft>
  return (
    Array.isArray(items) &&
    Array.isArray(recipients) &&
    recipients.every(({ by }) => noticeWays.includes(by)) &&
    Array.isArray(territory) &&
    typeof reasons === 'string'
  )
}
