import type {
  BuyerContactInput,
  CheckInput,
  CheckView,
  ListingCheckView,
  ReportInput,
  ReportReceiptView,
  SafetyContactView,
} from '@touchstone/contract'
import { requestPublicly } from '../public-request.ts'

export async function check(input: CheckInput): Promise<CheckView> {
  return (await requestPublicly('/api/v1/checks', input)) as CheckView
}

export async function checkListing(listing: string): Promise<ListingCheckView> {
  return (await requestPublicly('/api/v1/listing-checks', { listing })) as ListingCheckView
}

export async function readCodePhoto(photo: string): Promise<string | undefined> {
  const { code } = (await requestPublicly('/api/v1/code-photos', { photo })) as {
    code: string | null
  }
  return code ?? undefined
}

export async function readSafetyContacts(): Promise<SafetyContactView[]> {
  const { items } = (await requestPublicly('/api/v1/safety-contacts')) as {
    items: SafetyContactView[]
  }
  return items
}

export type SentReport = { receipt: string; maker: string; safetyContact: SafetyContactView | null }

export async function sendReport(report: ReportInput): Promise<SentReport> {
  return (await requestPublicly('/api/v1/reports', report)) as SentReport
}

export async function readReport(receipt: string): Promise<ReportReceiptView> {
  return (await requestPublicly('/api/v1/report-receipts', { receipt })) as ReportReceiptView
}

export async function addToReport(receipt: string, text: string): Promise<ReportReceiptView> {
  const path = '/api/v1/report-receipts/messages'
  return (await requestPublicly(path, { receipt, text })) as ReportReceiptView
}

export async function eraseReport(receipt: string): Promise<void> {
  await requestPublicly('/api/v1/report-receipts/erasures', { receipt })
}

export async function leaveBuyerContact(
  contact: BuyerContactInput,
): Promise<{ receipt: string; marketplace: string }> {
  return (await requestPublicly('/api/v1/buyer-contacts', contact)) as {
    receipt: string
    marketplace: string
  }
}

export async function confirmBuyerContact(token: string): Promise<void> {
  await requestPublicly('/api/v1/buyer-contacts/confirmations', { token })
}

export async function eraseBuyerContact(receipt: string): Promise<void> {
  await requestPublicly('/api/v1/buyer-contacts/erasures', { receipt })
}
