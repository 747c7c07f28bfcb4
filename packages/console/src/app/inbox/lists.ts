import { linkOptions } from '@tanstack/react-router'
import type { InboxItemView, SessionView } from '@touchstone/contract'

/** The page that lists all items of a kind. */
export function listOf(kind: InboxItemView['kind'], { organisation }: SessionView) {
  if (organisation === null) return ofOperator(kind)
  switch (kind) {
    case 'received-notice':
      return linkOptions({ to: '/moderation', search: {} })
    case 'follow-up':
      return linkOptions({ to: '/moderation', search: { work: 'following' } })
    case 'appeal':
      return linkOptions({ to: '/appeals', search: {} })
    case 'proof-submission':
      return linkOptions({ to: '/appeals/proof-requests', search: { state: 'submitted' } })
    case 'deadline':
      return linkOptions({ to: '/deadlines', search: {} })
    case 'decision-approval':
      return linkOptions({ to: '/approvals' })
    case 'notice-approval':
      return linkOptions({ to: '/notices', search: { state: 'proposed' } })
    case 'link-review':
      return linkOptions({ to: '/networks' })
    case 'dossier-contest':
      return linkOptions({ to: '/dossiers', search: {} })
    case 'claim-decision':
      return linkOptions({ to: '/catalog/claims', search: { state: 'pending' } })
    case 'marketplace-response':
      return linkOptions({ to: '/notices', search: {} })
    case 'buyer-report':
      return linkOptions({ to: '/reports', search: {} })
    case 'code-alarm':
      return linkOptions({ to: '/codes/alarms', search: {} })
    case 'case-due':
      return linkOptions({ to: '/cases', search: { assignee: 'me' } })
    case 'failed-capture':
      return linkOptions({ to: '/captures' })
    case 'failing-webhook':
      return linkOptions({ to: '/webhooks' })
    case 'seller':
      return linkOptions({ to: '/seller-queue', search: {} })
    case 'finding':
      return linkOptions({ to: '/listings', search: { verdict: 'block', decided: 'false' } })
    default:
      return linkOptions({ to: '/users' })
  }
}

function ofOperator(kind: InboxItemView['kind']) {
  switch (kind) {
    case 'claim-decision':
      return linkOptions({ to: '/operator/claims', search: {} })
    case 'failing-webhook':
    case 'failed-job':
      return linkOptions({ to: '/operator/jobs' })
    default:
      return linkOptions({ to: '/operator' })
  }
}
