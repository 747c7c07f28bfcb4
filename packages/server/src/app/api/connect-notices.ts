import {
  findClearanceFor,
  listAppealDecisions,
  issueLink,
} from '../../enforcement/appeals/index.ts'
import type { NoticePorts } from '../../enforcement/notices/index.ts'
import {
  applyInternalNotifierAction,
  listNoticeForms,
  readReceivedState,
  receiveNotice,
  withdrawInternalNotice,
  type SellerLinks,
} from '../../enforcement/moderation/index.ts'
import { findSendingHolds } from './sending-holds.ts'

/** What notices are given of the rooms before theirs, in requests and in the job alike. */
export const noticePorts: Omit<NoticePorts, 'outbound'> = {
  reception: {
    receiveNotice,
    withdrawReceived: withdrawInternalNotice,
    actForSender: applyInternalNotifierAction,
    openDoors: listNoticeForms,
    // Of a seller's answer the decision and its summary: neither words nor documents leave the marketplace.
    receivedOf: (asked) => readReceivedState({ ...asked, answersIn: listAppealDecisions }),
  },
  clearedBy: findClearanceFor,
  heldBack: findSendingHolds,
}

/** The links that go to sellers with a restriction, as the room that hears them makes them. */
export function createSellerLinks(publicUrl: string | undefined): SellerLinks {
  return {
    reachable: publicUrl !== undefined,
    make: async ({ handle, organisationId, ...wish }) => {
      const input = { ...wish, publicUrl }
      const made = await issueLink({ handle, organisationId, input })
      if (made === undefined) return undefined
      const { link, ...told } = made
      return { ...told, expiresAt: link.expiresAt }
    },
  }
}
