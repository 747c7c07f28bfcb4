import { getRouteApi, Link } from '@tanstack/react-router'
import type { Thresholds } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Empty, Icon, More, Page, QueryStatus } from '../../components/index.ts'
import { useOwnBrands } from '../catalog/catalog-queries.ts'
import { Changes } from './change-history.tsx'
import { Editor } from './threshold-editor.tsx'
import { useBrandRow, useThresholds, type BrandRow, type Setting } from './queries.ts'
import { allOthers } from './search.ts'
import styles from './thresholds.module.css'
import { Values } from './threshold-values.tsx'

const route = getRouteApi('/member/thresholds')

/** Verdict thresholds by brand, and the effect of changing them. */
export function ThresholdsPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('thresholds.title')} lead={t('thresholds.description')}>
      <Rows />
      <Changes />
    </Page>
  )
}

function Rows(): ReactNode {
  const { t } = useText()
  const { brand: opened } = route.useSearch()
  const { organisation } = useMember()
  const pages = useThresholds()
  const named = opened === allOthers ? undefined : opened
  const alone = useBrandRow(named)
  const names = new Map(useOwnBrands().map(({ id, name }) => [id, name]))
  if (!pages.isSuccess) return <QueryStatus query={pages} />
  const [first] = pages.data.pages
  if (first === undefined) return null
  const { standard, shipped, least } = first
  const items = pages.data.pages.flatMap((page) => page.items)
  const far = items.every(({ brand }) => brand !== named) ? alone.data : null
  const visibleItems = far ? [far, ...items] : items
  const bounded = organisation.brands.length > 0
  return (
    <>
      {!permissionsOf({ organisation }).setThresholds && (
        <p className={styles.note}>{t('thresholds.admins-only')}</p>
      )}
      <Card title={t('thresholds.by-brand')} lead={t('thresholds.least', { ...least })}>
        <ul className={styles.rows}>
          <Row
            name={t('thresholds.standard')}
            place={allOthers}
            setting={standard}
            effective={standard.thresholds ?? shipped}
            standard={standard}
            shipped={shipped}
            least={least}
            opened={opened === allOthers && !bounded}
            bounded={bounded}
          />
          {visibleItems.map((row) => (
            <Row
              key={row.brand}
              name={names.get(row.brand) ?? row.brand}
              place={row.brand}
              {...row}
              standard={standard}
              shipped={shipped}
              least={least}
              opened={opened === row.brand}
            />
          ))}
        </ul>
        {visibleItems.length === 0 && (
          <Empty title={t('thresholds.empty')} icon="thresholds">
            {t('thresholds.empty.text')}
          </Empty>
        )}
        {named !== undefined && alone.data === null && (
          <p className={styles.note}>{t('thresholds.no-brand', { brand: named })}</p>
        )}
        <More pages={pages} />
      </Card>
    </>
  )
}

type RowProps = {
  name: string
  place: string
  setting: Setting
  effective: Thresholds
  listings?: BrandRow['listings']
  standard: Setting
  shipped: Thresholds
  least: Thresholds
  opened: boolean
  /** Whether the member is limited to some brands and cannot change the thresholds of all. */
  bounded?: boolean
}

function Row(row: RowProps): ReactNode {
  const { t, number } = useText()
  const { name, place, setting, effective, listings, standard, shipped, least, opened } = row
  const whose =
    setting.thresholds !== null
      ? 'own'
      : setting.brand !== null && standard.thresholds !== null
        ? 'standard'
        : 'engine'
  const next = opened ? {} : { brand: place }
  return (
    <li className={styles.row} data-open={opened || undefined} data-brand={place}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          {row.bounded === true ? (
            name
          ) : (
            <Link
              to="/thresholds"
              search={next}
              resetScroll={false}
              aria-expanded={opened}
              className={styles.opener}
            >
              <Icon name="down" size={16} />
              <span className="stranger">{name}</span>
            </Link>
          )}
        </h3>
        <span className={styles.whose} data-whose={whose}>
          {t(`thresholds.source.${whose}`)}
        </span>
        <span className={`${styles.listings} figures`}>
          {listings === undefined
            ? t('thresholds.standard.hint')
            : t('thresholds.listings', {
                count: listings.count,
                number: `${number(listings.count)}${listings.more ? '+' : ''}`,
              })}
        </span>
        <Values thresholds={effective} />
      </div>
      {opened && (
        <Editor
          key={setting.version}
          name={name}
          setting={setting}
          effective={effective}
          least={least}
          fallback={setting.brand === null ? shipped : (standard.thresholds ?? shipped)}
        />
      )}
    </li>
  )
}
