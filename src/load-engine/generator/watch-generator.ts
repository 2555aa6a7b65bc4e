import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { WatchGenerator } from './generator-figures.ts';

/** A timer of so many milliseconds is looked at again and again; what it comes too late is how late everything else is. */
const RESOLUTION_MS = 10;

/** Watches this thread by Node's own means: its event loop, its processor time, and the memory of its process. */
export const watchGenerator: WatchGenerator = () => {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const [startedAt, cpuAtStart] = [performance.now(), process.threadCpuUsage()];
  // The histogram has whole intervals, in nanoseconds, and nothing at all before the first.
  const late = (nanoseconds: number): number => (delays.count === 0 ? 0 : Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS));
  return {
    read: () => {
      const { user, system } = process.threadCpuUsage(cpuAtStart);
      const elapsedUs = Math.max(1, (performance.now() - startedAt) * 1000);
      return {
        looks: delays.count,
        loopDelay: { p50: late(delays.percentile(50)), p99: late(delays.percentile(99)), max: late(delays.max) },
        cpuShare: Math.min(1, (user + system) / elapsedUs),
        memoryBytes: process.resourceUsage().maxRSS * 1024,
      };
    },
    stop: () => delays.disable(),
  };
};
