import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card, Columns } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from './link-words.ts'
import { MaskedIdentifier } from './masked-identifier.tsx'
import { useIdentifiers } from './queries.ts'

const placesShown = 3

/** What an account’s listings name to reach or pay its seller, masked, with places; nothing if there is none. */
export function SellerIdentifiers({ id }: { id: string }): ReactNode {
  const { t, number } = useText()
  const { typeName, fieldName } = useLinkWords()
  const { data = [] } = useIdentifiers(id)
  if (data.length === 0) return null
  return (
    <Card title={t('seller-identifiers.title')} lead={t('seller-identifiers.description')}>
      <Columns
        caption={t('seller-identifiers.title')}
        heads={[
          t('hubs.kind'),
          t('hubs.value'),
          t('seller-identifiers.accounts'),
          t('seller-identifiers.places'),
        ]}
      >
        {data.map((identifier) => (
          <tr key={identifier.id}>
            <td>{typeName(identifier.type)}</td>
            <td>
              <MaskedIdentifier identifier={identifier} />
            </td>
            <td className="figures">{number(identifier.accounts)}</td>
            <td>
              {identifier.places.slice(0, placesShown).map(({ listing, field, start }, place) => (
                <span key={`${listing} ${field} ${start}`}>
                  {place > 0 && ' · '}
                  <Link to="/listings/$id" params={{ id: listing }}>
                    {fieldName(field)}
                  </Link>
                </span>
              ))}
              {identifier.places.length > placesShown &&
                ` +${number(identifier.places.length - placesShown)}`}
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
