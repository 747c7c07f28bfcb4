import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { LinkStateMark, useLinks, type Link as OneTimeLink } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton, Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { AppealTabs } from './tabs.tsx'

export function AppealLinksPage(): ReactNode {
  const { t } = useText()
  const links = useLinks({})
  return (
    <Page title={t('appeal-links.title')} lead={t('appeal-links.description')}>
      <AppealTabs here="links" />
      <Card>
        <Paged
          pages={links}
          empty={<Empty title={t('appeal-links.empty')}>{t('appeal-links.empty.text')}</Empty>}
        >
          {(items) => (
            <Columns
              caption={t('appeal-links.title')}
              heads={[
                t('appeal.seller'),
                t('appeal-links.state'),
                t('appeal-links.subject'),
                t('appeal-links.created'),
                t('appeal-links.opened'),
                t('appeal-links.expires'),
                t('state.actions'),
              ]}
            >
              {items.map((link) => (
                <Row key={link.id} link={link} />
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
    </Page>
  )
}

function Row({ link }: { link: OneTimeLink }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const queries = useQueryClient()
  const rights = permissionsOf(useMember())
  const {
    id,
    seller,
    sellerName,
    marketplace,
    proceeding,
    proofRequest,
    madeAt,
    openedAt,
    expiresAt,
    revokedAt,
  } = link
  const name = seller === null ? null : (sellerName ?? seller)
  return (
    <tr>
      <td className="stranger">
        {name ?? t('appeal.seller-erased')} · {marketplaceName(marketplace)}
      </td>
      <td className="short">
        <LinkStateMark link={link} />
      </td>
      <td>
        {proceeding !== null && (
          <Link to="/proceedings/$id" params={{ id: proceeding }}>
            {t('appeal.about.measure')}
          </Link>
        )}
        {proofRequest !== null && (
          <Link to="/appeals/proof-requests/$id" params={{ id: proofRequest }}>
            {t('appeal.about.proof-request')}
          </Link>
        )}
      </td>
      <td>
        <Moment at={madeAt} />
      </td>
      <td>{openedAt === null ? '–' : <Moment at={openedAt} />}</td>
      <td>
        <Moment at={expiresAt} only="day" />
      </td>
      <td>
        {rights.moderate && revokedAt === null && (
          <ConfirmButton
            label={t('appeal-links.revoke')}
            of={name ?? marketplaceName(marketplace)}
            title={t('appeal-links.revoke')}
            text={t('appeal-links.revoke.text')}
            run={async () => {
              await server.appeals.actOnLink({
                params: { id },
                body: { action: { type: 'revoke' } },
              })
              await queries.invalidateQueries({ queryKey: ['appeal links'] })
            }}
            button={{ variant: 'default', size: 'compact-xs' }}
          />
        )}
      </td>
    </tr>
  )
}
