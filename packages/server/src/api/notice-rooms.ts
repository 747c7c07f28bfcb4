import { clearedBy, decisionsFor, linkInHouse } from '../answers/index.ts'
import type { NoticePorts } from '../notices/index.ts'
import {
  actForSender,
  openDoors,
  receivedOf,
  receiveNotice,
  withdrawReceived,
  type SellerLinks,
} from '../reception/index.ts'

/** What notices are given of the rooms before theirs, in requests and in the job alike. */
export const noticeRooms: Omit<NoticePorts, 'outbound'> = {
  reception: {
    ...{ receiveNotice, withdrawReceived, actForSender, openDoors },
    // Of a seller's answer the decision and its summary: neither words nor documents leave the marketplace.
    receivedOf: (asked) => receivedOf({ ...asked, answersIn: decisionsFor }),
  },
  clearedBy,
}

/** The links that go to sellers with a restriction, as the room that hears them makes them. */
export function sellerLinks(publicUrl: string | undefined): SellerLinks {
  return {
    reachable: publicUrl !== undefined,
    make: async ({ handle, organisationId, ...wish }) => {
      const input = { ...wish, publicUrl }
      const { link, ...made } = await linkInHouse({ handle, organisationId, input })
      return { ...made, expiresAt: link.expiresAt }
    },
  }
}
