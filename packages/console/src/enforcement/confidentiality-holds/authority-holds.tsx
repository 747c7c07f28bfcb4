import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Moment, More, StateMark, Unread } from '../../surface/index.ts'
import { embargoTones } from './confidentiality-hold-card.tsx'
import { useAuthorityEmbargoes, type AuthorityEmbargo } from '../notice-quality/queries.ts'

/** Offers in sight that authorities hold; nothing where none do. */
export function AuthorityHolds(): ReactNode {
  const { t } = useText()
  const embargoes = useAuthorityEmbargoes()
  if (!embargoes.isSuccess) return <Unread query={embargoes} />
  const items = embargoes.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return null
  return (
    <Card title={t('embargo.of-authorities')} lead={t('embargo.of-authorities.lead')}>
      <Columns
        caption={t('embargo.of-authorities')}
        heads={[
          t('embargo.on'),
          t('embargo.set-by'),
          t('embargo.contact'),
          t('embargo.set'),
          t('embargo.expires'),
          t('accountability.state'),
        ]}
      >
        {items.map((embargo) => (
          <AuthorityEmbargoRow key={embargo.id} embargo={embargo} />
        ))}
      </Columns>
      <More pages={embargoes} />
    </Card>
  )
}

function AuthorityEmbargoRow({ embargo }: { embargo: AuthorityEmbargo }): ReactNode {
  const { t } = useText()
  const { authority, listingName, listing, contact, state, setAt, expiresAt, liftedAt } = embargo
  return (
    <tr>
      <td>
        <Link to="/offers/$id" params={{ id: listing }}>
          {listingName.marketplace} · {listingName.id}
        </Link>
      </td>
      <td>{authority}</td>
      <td className="stranger">{contact}</td>
      <td>
        <Moment at={setAt} />
      </td>
      <td>
        <Moment at={liftedAt ?? expiresAt} />
      </td>
      <td>
        <StateMark tone={embargoTones[state]}>{t(`embargo.state.${state}`)}</StateMark>
      </td>
    </tr>
  )
}
