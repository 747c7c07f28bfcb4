import { useMember } from '../access/session/index.ts'

/** What these pages, which only members without limits see, offer to the member. */
export function useGoodsRights(): { issueCodes: boolean; answerReports: boolean } {
  const { roles } = useMember().organisation
  return {
    issueCodes: roles.includes('admin') || roles.includes('analyst'),
    answerReports: roles.some((role) => role !== 'auditor'),
  }
}
