import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { bracketedCode } from '@touchstone/contract/bracketed-code'
import type { ReactNode } from 'react'
import { Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { GoodsTabs } from '../goods-tabs.tsx'
import styles from '../goods.module.css'
import { useCodes } from '../queries.ts'
import { codeStates, readCodeSearch } from '../search.ts'
import { CodeStateMark } from './code-state-mark.tsx'

const route = getRouteApi('/member/codes/alarms')

/** Codes of which something is known beyond that they were issued; first of all, those with an alarm. */
export function CodesPage(): ReactNode {
  const { t, number } = useText()
  const { state = 'suspected-clone' } = readCodeSearch(route.useSearch())
  const navigate = useNavigate()
  const codes = useCodes({ state })
  return (
    <Page title={t('codes.scanned')} lead={t('codes.scanned.description')}>
      <GoodsTabs here="codes" />
      <div className={styles.filters}>
        <NativeSelect
          size="xs"
          aria-label={t('codes.state')}
          value={state}
          data={codeStates.map((value) => ({ value, label: t(`code-state.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              to: '/codes/alarms',
              search: readCodeSearch({ state: value }),
              replace: true,
            })
          }
        />
      </div>
      <Card>
        <Paged
          pages={codes}
          empty={
            <Empty title={t('codes.scanned.empty')} icon="check">
              {t('codes.scanned.empty.text')}
            </Empty>
          }
        >
          {(items) => (
            <Columns
              caption={t('codes.scanned')}
              heads={[
                t('codes.code'),
                t('codes.state'),
                t('codes.alarm-at'),
                t('codes.scans'),
                t('codes.last-scan'),
              ]}
            >
              {items.map(({ gtin, serial, state: is, alarmAt, scans, lastScanAt }) => (
                <tr key={`${gtin} ${serial}`}>
                  <td className="stranger">
                    <Link to="/codes/$gtin/$serial" params={{ gtin, serial }}>
                      {bracketedCode({ gtin, serial })}
                    </Link>
                  </td>
                  <td>
                    <CodeStateMark state={is} />
                  </td>
                  <td>{alarmAt !== null && <Moment at={alarmAt} />}</td>
                  <td>{number(scans)}</td>
                  <td>{lastScanAt !== null && <Moment at={lastScanAt} />}</td>
                </tr>
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
    </Page>
  )
}
