import { monthEndsAt, type Spend } from '../../../shared/spend.ts';
import { dayOf, monthName, usd } from './words.ts';

/** From this share of the cap on, it is near. */
const nearShare = 0.8;

type Reach = 'uncapped' | 'far' | 'near' | 'reached';

/** How far a month's spending has come. */
function reachOf({ spentUsd, capUsd }: Spend): Reach {
  if (capUsd === null) return 'uncapped';
  if (spentUsd >= capUsd) return 'reached';
  return spentUsd >= capUsd * nearShare ? 'near' : 'far';
}

function wordsOf({ month, spentUsd, capUsd }: Spend): Record<Reach, string> {
  const until = `until ${dayOf(monthEndsAt(month))} (UTC), or until the cap is raised`;
  return {
    uncapped: 'There is no cap.',
    far: '',
    near: `${usd((capUsd ?? 0) - spentUsd)} left. Once the cap is reached, uploads are refused ${until}.`,
    reached: `The cap is reached: uploads are refused ${until}.`,
  };
}

/** What encoding has cost this month against its cap; says what follows when the cap is near or reached. */
export const SpendMeter = ({ spend }: { spend: Spend }) => {
  const reach = reachOf(spend);
  const { month, spentUsd, capUsd } = spend;
  const sum = capUsd === null ? usd(spentUsd) : `${usd(spentUsd)} of ${usd(capUsd)}`;
  return (
    <section class={`spend ${reach}`} data-part="spend" aria-label="What encoding costs">
      <p>
        Encoding in {monthName(month)}: <strong>{sum}</strong>
      </p>
      {capUsd !== null && (
        <meter
          min={0}
          max={Math.max(capUsd, spentUsd, 0.01)}
          value={spentUsd}
          aria-label={`Encoding this month: ${sum}`}
        />
      )}
      {reach !== 'far' && <p class="words">{wordsOf(spend)[reach]}</p>}
    </section>
  );
};
