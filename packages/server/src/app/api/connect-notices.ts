import { clearedBy, decisionsFor, linkInHouse } from '../../enforcement/appeals/index.ts'
import type { NoticePorts } from '../../enforcement/notices/index.ts'
import {
  actForSender,
  openDoors,
  receivedOf,
  receiveNotice,
  withdrawReceived,
  type SellerLinks,
} from '../../enforcement/moderation/index.ts'
import { heldBack } from './sending-holds.ts'

/** What notices are given of the rooms before theirs, in requests and in the job alike. */
export const noticeRooms: Omit<NoticePorts, 'outbound'> = {
  reception: {
    receiveNotice,
    withdrawReceived,
    actForSender,
    openDoors,
    // Of a seller's answer the decision and its summary: neither words nor documents leave the marketplace.
    receivedOf: (asked) => receivedOf({ ...asked, answersIn: decisionsFor }),
  },
  clearedBy,
  heldBack,
}

/** The links that go to sellers with a restriction, as the room that hears them makes them. */
export function sellerLinks(publicUrl: string | undefined): SellerLinks {
  return {
    reachable: publicUrl !== undefined,
    make: async ({ handle, organisationId, ...wish }) => {
      const input = { ...wish, publicUrl }
      const made = await linkInHouse({ handle, organisationId, input })
      if (made === undefined) return undefined
      const { link, ...told } = made
      return { ...told, expiresAt: link.expiresAt }
    },
  }
}
