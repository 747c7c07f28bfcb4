import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Moment, More, StateMark, QueryStatus } from '../../components/index.ts'
import { confidentialityHoldTones } from './confidentiality-hold-card.tsx'
import { useAuthorityHolds, type AuthorityHold } from '../notice-quality/queries.ts'

/** Visible listings under an authority's hold; renders nothing if there are none. */
export function AuthorityHolds(): ReactNode {
  const { t } = useText()
  const confidentialityHolds = useAuthorityHolds()
  if (!confidentialityHolds.isSuccess) return <QueryStatus query={confidentialityHolds} />
  const items = confidentialityHolds.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return null
  return (
    <Card
      title={t('confidentiality-hold.by-authorities')}
      lead={t('confidentiality-hold.by-authorities.description')}
    >
      <Columns
        caption={t('confidentiality-hold.by-authorities')}
        heads={[
          t('confidentiality-hold.subject'),
          t('confidentiality-hold.placed-by'),
          t('confidentiality-hold.contact'),
          t('confidentiality-hold.since'),
          t('confidentiality-hold.expires'),
          t('notice-quality.state'),
        ]}
      >
        {items.map((confidentialityHold) => (
          <AuthorityHoldRow
            key={confidentialityHold.id}
            confidentialityHold={confidentialityHold}
          />
        ))}
      </Columns>
      <More pages={confidentialityHolds} />
    </Card>
  )
}

function AuthorityHoldRow({
  confidentialityHold,
}: {
  confidentialityHold: AuthorityHold
}): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { authority, listingName, listing, contact, state, setAt, expiresAt, liftedAt } =
    confidentialityHold
  return (
    <tr>
      <td>
        <Link to="/listings/$id" params={{ id: listing }}>
          {marketplaceName(listingName.marketplace)} · {listingName.id}
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
        <StateMark tone={confidentialityHoldTones[state]}>
          {t(`confidentiality-hold.state.${state}`)}
        </StateMark>
      </td>
    </tr>
  )
}
