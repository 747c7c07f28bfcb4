import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Columns, Moment } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from './link-words.ts'
import { MaskedIdentifier } from './masked-identifier.tsx'
import type { LinkHub } from './queries.ts'

/** Values on too many accounts, each with the reason. */
export function HubsList({ hubs }: { hubs: readonly LinkHub[] }): ReactNode {
  const { t, number } = useText()
  const { typeName } = useLinkWords()
  return (
    <Columns
      caption={t('hubs.title')}
      heads={[t('hubs.kind'), t('hubs.value'), t('hubs.accounts'), t('hubs.why'), t('hubs.since')]}
    >
      {hubs.map(({ id, type, identifier, picture, accounts, usual, since }) => (
        <tr key={id}>
          <td>{typeName(type)}</td>
          <td className="stranger">
            {identifier !== null && <MaskedIdentifier identifier={identifier} />}
            {picture !== null && <VisibleText text={picture} />}
          </td>
          <td className="figures">{number(accounts)}</td>
          <td>{t('hubs.why.usual', { usual: number(usual) })}</td>
          <td>
            <Moment at={since} only="day" />
          </td>
        </tr>
      ))}
    </Columns>
  )
}
