import { clearedBy } from '../answers/index.ts'
import type { NoticePorts } from '../notices/index.ts'
import { receivedOf, receiveNotice, withdrawReceived } from '../reception/index.ts'
import { heldBack } from './held-back.ts'

/** What notices are given of the rooms before theirs, in requests and in the job alike. */
export const noticeRooms: Omit<NoticePorts, 'outbound'> = {
  reception: { receiveNotice, withdrawReceived, receivedOf },
  clearedBy,
  heldBack,
}
