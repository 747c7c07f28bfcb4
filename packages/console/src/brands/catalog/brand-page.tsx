import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { languageName, regionName, useText } from '../../messages/index.ts'
import { Card, Columns, Moment, Page, QueryStatus } from '../../components/index.ts'
import { ClaimOfBrand } from '../claims/brand-claim.tsx'
import { useBrand, type StoredBrand } from './catalog-queries.ts'

const route = getRouteApi('/member/catalog/brands/$id')

/** One brand: spellings, rights, prices and places of sale. */
export function BrandPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const brand = useBrand(id)
  const rights = permissionsOf(useMember())
  if (!brand.isSuccess) return <QueryStatus query={brand} />
  return (
    <Page
      title={brand.data.brand.name}
      lead={t('brand.description', { id, version: brand.data.version })}
      actions={
        <>
          {rights.changeCatalog && (
            <Button
              renderRoot={(props) => (
                <Link to="/catalog/brands/$id/edit" params={{ id }} {...props} />
              )}
            >
              {t('brand.edit')}
            </Button>
          )}
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/catalog/products" search={{ brand: id }} {...props} />
            )}
          >
            {t('catalog.products')}
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/listings" search={{ brand: id }} {...props} />}
          >
            {t('nav.listings')}
          </Button>
        </>
      }
    >
      <Aliases {...brand.data} />
      <ClaimOfBrand brand={id} />
      <Rights {...brand.data} />
      <PriceBands {...brand.data} />
      <Channels {...brand.data} />
    </Page>
  )
}

function Aliases({ brand: { aliases = [] } }: StoredBrand): ReactNode {
  const { t, locale } = useText()
  return (
    <Card title={t('brand.aliases')} lead={t('brand.aliases.description')}>
      {aliases.length === 0 ? (
        t('brand.empty')
      ) : (
        <Columns
          caption={t('brand.aliases')}
          heads={[t('brand.alias'), t('brand.language'), t('brand.kind')]}
        >
          {aliases.map(({ text, language, kind }, index) => (
            <tr key={index}>
              <td className="stranger" dir="auto">
                {text}
              </td>
              <td className="short">
                {language === undefined ? '–' : languageName(locale, language)}
              </td>
              <td className="short">{kind === undefined ? '–' : t(`brand-alias.${kind}`)}</td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}

function Rights({ brand: { rights = [] } }: StoredBrand): ReactNode {
  const { t, day, list, locale } = useText()
  return (
    <Card title={t('brand.rights')}>
      {rights.length === 0 ? (
        t('brand.rights.none')
      ) : (
        <Columns
          caption={t('brand.rights')}
          heads={[
            t('brand.kind'),
            t('ip-right.number'),
            t('ip-right.territory'),
            t('ip-right.until'),
          ]}
        >
          {rights.map(({ kind, number, territory, validUntil }, index) => (
            <tr key={index}>
              <td className="short">{t(`ip-right.${kind}`)}</td>
              <td>{number ?? '–'}</td>
              <td>{list(territory.map((code) => regionName(locale, code)))}</td>
              <td className="short">{validUntil === undefined ? '–' : day(validUntil)}</td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}

function PriceBands({ brand: { priceBands = [] } }: StoredBrand): ReactNode {
  const { t, money } = useText()
  return (
    <Card title={t('brand.prices')} lead={t('brand.prices.description')}>
      {priceBands.length === 0 ? (
        t('brand.empty')
      ) : (
        <Columns
          caption={t('brand.prices')}
          heads={[
            t('price-band.type'),
            t('price-band.low'),
            t('price-band.typical'),
            t('price-band.as-of'),
          ]}
        >
          {priceBands.map(({ productType, model, low, typical, currency, asOf }, index) => (
            <tr key={index}>
              <td>{model === undefined ? productType : `${productType} · ${model}`}</td>
              <td className="figures">{money(low, currency)}</td>
              <td className="figures">{typical === undefined ? '–' : money(typical, currency)}</td>
              <td>
                <Moment at={asOf} only="day" />
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}

function Channels({ brand: { channels = [] } }: StoredBrand): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  return (
    <Card title={t('brand.channels')} lead={t('brand.channels.description')}>
      {channels.length === 0 ? (
        t('brand.empty')
      ) : (
        <Columns
          caption={t('brand.channels')}
          heads={[t('listing.marketplace'), t('sales-channel.policy'), t('sales-channel.sellers')]}
        >
          {channels.map(({ marketplace, policy, authorisedSellers }, index) => (
            <tr key={index}>
              <td>
                {marketplace === '*'
                  ? t('sales-channel.every-other')
                  : marketplaceName(marketplace)}
              </td>
              <td className="short">{t(`sales-channel.${policy}`)}</td>
              <td>{authorisedSellers?.join(', ') ?? '–'}</td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}
