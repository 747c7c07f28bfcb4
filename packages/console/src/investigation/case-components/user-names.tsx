import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { useNames } from './case-queries.ts'

/** Name of a member, by account id. */
export function useNameOf(): (id: string) => string {
  const { t } = useText()
  const names = useNames()
  const { person } = useSignedIn()
  return (id) =>
    names.get(id) ??
    (id === person.id ? person.name : t('case.unnamed-user', { id: id.slice(0, 8) }))
}
