import type { SecretMask } from '../mask-secrets.ts';
import { SYSTEM_TAGS } from '../options/system-tags.ts';
import type { Tags } from '../virtual-user.ts';

interface Space {
  readonly tags: Tags;
  readonly variants: Map<string, Tags>;
}

/** More kinds of samples than this in one group come from ids in names: then they are made anew instead of kept. */
const mostVariants = 1000;

/** The tags of one virtual user's samples. The same kind of sample gets the same object each time, so that making and comparing tags costs nothing. */
export class VuTags {
  readonly #mask: SecretMask;
  readonly #global: Tags;
  readonly #system: ReadonlySet<string>;
  readonly #own = new Map<string, string>();
  readonly #spaces = new Map<string, Space>();
  #scenario: string | undefined;
  #scenarioTags: Tags = {};
  #group = '';
  #space: Space | undefined;

  /** `mask` hides secrets in names and values of tags, once for each kind of sample. */
  constructor(global: Tags, systemTags: unknown, mask: SecretMask = (value) => value) {
    this.#mask = mask;
    this.#global = global;
    this.#system = new Set(Array.isArray(systemTags) ? systemTags.map(String) : SYSTEM_TAGS);
  }

  /** Whether the test has a system tag switched on. */
  wants(systemTag: string): boolean {
    return this.#system.has(systemTag);
  }

  /** Turns to a scenario: the tags that the script set in another one are gone. */
  enterScenario(scenario: string | undefined, tags: Tags): void {
    this.group = '';
    if (scenario === this.#scenario && tags === this.#scenarioTags) return;
    if (scenario !== this.#scenario) this.#own.clear();
    this.#scenario = scenario;
    this.#scenarioTags = tags;
    this.#forget();
  }

  /** `::a::b`, or '' outside groups. */
  get group(): string {
    return this.#group;
  }

  set group(group: string) {
    if (group === this.#group) return;
    this.#group = group;
    this.#space = undefined;
  }

  /** Sets a tag of this virtual user, or removes it. */
  setOwn(name: string, value: string | undefined): void {
    if (value === undefined) this.#own.delete(name);
    else this.#own.set(name, value);
    this.#forget();
  }

  /** What every sample here and now carries. */
  current(): Tags {
    return this.#here().tags;
  }

  /** The tags of a kind of sample, made once: `key` names the kind, `extra` gives what it adds; system tags that the test switched off are left out. */
  variant(key: string, extra: () => { readonly user: Tags; readonly system: Tags }): Tags {
    const { tags, variants } = this.#here();
    const known = variants.get(key);
    if (known !== undefined) return known;
    if (variants.size >= mostVariants) variants.clear();
    const { user, system } = extra();
    const made = { ...tags, ...this.#mask({ ...user, ...this.#enabled(system) }) };
    variants.set(key, made);
    return made;
  }

  /** The same for a group that was left meanwhile: what began there ends there. */
  variantIn(group: string, key: string, extra: () => { readonly user: Tags; readonly system: Tags }): Tags {
    const here = this.#group;
    this.group = group;
    const made = this.variant(key, extra);
    this.group = here;
    return made;
  }

  #here(): Space {
    this.#space ??= this.#spaces.get(this.#group) ?? this.#makeSpace();
    return this.#space;
  }

  #makeSpace(): Space {
    if (this.#spaces.size >= mostVariants) this.#spaces.clear();
    const system = {
      ...(this.#group === '' ? {} : { group: this.#group }),
      ...(this.#scenario === undefined ? {} : { scenario: this.#scenario }),
    };
    const tags = this.#mask({ ...this.#global, ...this.#scenarioTags, ...Object.fromEntries(this.#own), ...this.#enabled(system) });
    const space = { tags, variants: new Map<string, Tags>() };
    this.#spaces.set(this.#group, space);
    return space;
  }

  #enabled(system: Tags): Tags {
    const kept = Object.entries(system).filter(([name]) => this.#system.has(name));
    return Object.fromEntries(kept);
  }

  #forget(): void {
    this.#spaces.clear();
    this.#space = undefined;
  }
}
