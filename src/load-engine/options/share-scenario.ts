import type { Scenario } from './scenario.ts';
import { dealtShare, type Share, shareWithin, WHOLE_SHARE } from './share.ts';

/**
 * The part of a scenario that falls to one share of its test: users, iterations and starts add up over all shares to exactly the whole.
 *
 * Times stay as they are. Users are shared out by their numbers; what they do follows them, so that a share without a user has nothing to
 * do. Starts of an open model are shared out by their own numbers, which is more even, wherever there are users enough for every share.
 */
export function shareScenario(scenario: Scenario, share: Share): Scenario {
  if (share === WHOLE_SHARE) return scenario;
  switch (scenario.executor) {
    case 'constant-vus':
      return { ...scenario, vus: share.count(scenario.vus), starts: shareWithin(scenario.starts, share) };
    case 'ramping-vus':
      return { ...scenario, users: shareWithin(scenario.users, share), starts: shareWithin(scenario.starts, share) };
    case 'per-vu-iterations': {
      const dealt = dealtShare(share, scenario.vus);
      return { ...scenario, vus: share.count(scenario.vus), starts: shareWithin(scenario.starts, dealt) };
    }
    case 'shared-iterations': {
      const users = Math.min(scenario.vus, scenario.iterations);
      const dealt = dealtShare(share, users);
      const { iterations, starts } = scenario;
      return { ...scenario, vus: share.count(users), iterations: dealt.count(iterations), starts: shareWithin(starts, dealt) };
    }
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate': {
      const { preAllocatedVus, maxVus, starts } = scenario;
      const dealt = maxVus < share.period ? dealtShare(share, maxVus) : share;
      return {
        ...scenario,
        preAllocatedVus: share.count(preAllocatedVus),
        maxVus: share.count(maxVus),
        starts: shareWithin(starts, dealt),
      };
    }
  }
}
