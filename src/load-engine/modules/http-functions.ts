import { CookieJar } from '../http/cookie-jar.ts';
import { expectedStatuses } from '../http/expected-statuses.ts';
import { selectJsonPath } from '../http/json-path.ts';
import type { Outgoing } from '../http/outgoing.ts';
import { noBody, requestBody } from '../http/request-body.ts';
import { type RequestTarget, requestTarget } from '../http/request-target.ts';
import { jsonField, numberField, refuseMissingBody, textField } from '../http/response-fields.ts';
import { parsedBody, type ResponseRecord, wholeBody } from '../http/response-record.ts';
import { sendBatch } from '../http/send-batch.ts';
import { parseSetCookie } from '../http/set-cookie.ts';
import { type GuestArguments, type HostFunction, HostObject } from '../sandbox/host-function.ts';
import { refuseInInit, type World } from './world.ts';

/** Host functions of the module k6/http: requests, and looks at what came back. */
export function httpFunctions(world: World): Readonly<Record<string, HostFunction>> {
  let staged: Outgoing[] = [];
  let taken: readonly ResponseRecord[] = [];
  const simpleGets: Outgoing[] = [];
  return {
    sendRequest: (args) => world.http.send(outgoing(world, args, 0)).then(held),
    noteSimpleGet: (args) => simpleGets.push(simpleGet(world, args.text(0))) - 1,
    sendSimpleGet: (args) => {
      refuseRequests(world);
      const known = simpleGets[args.number(0)];
      if (known === undefined) throw new Error('no such request');
      return world.http.send(known).then(held);
    },
    startRequest: (args) => {
      const id = args.number(0);
      const request = outgoing(world, args, 1);
      world.loop.follow(
        id,
        world.http.send(request).then((record) => new HostObject(record)),
      );
      return undefined;
    },
    stageRequest: (args) => {
      staged.push(outgoing(world, args, 0));
      return undefined;
    },
    sendStaged: async () => {
      const requests = staged;
      staged = [];
      taken = await sendBatch(world.http, requests);
      return undefined;
    },
    takeStaged: (args) => new HostObject(taken[args.number(0)] ?? {}),
    ...responseFunctions(),
    ...jarFunctions(world),
  };
}

const held = (record: ResponseRecord): HostObject => new HostObject(record);

/** A GET without parameters. */
function simpleGet({ http }: World, address: string): Outgoing {
  return { method: 'GET', address, name: '', params: http.params.get(''), body: noBody };
}

function refuseRequests(world: World): void {
  refuseInInit(world, 'k6/http requests');
  if (world.stage === 'handleSummary')
    throw new Error("k6/http requests can't be made in handleSummary(): the test is over, its samples are counted");
}

function outgoing(world: World, args: GuestArguments, first: number): Outgoing {
  refuseRequests(world);
  const params = world.http.params.get(args.text(first + 2));
  const kind = args.count > first + 4 ? args.number(first + 4) : 0;
  return {
    method: args.text(first),
    address: args.text(first + 1),
    name: args.count > first + 3 ? args.text(first + 3) : '',
    params,
    body: kind === 0 ? noBody : requestBody(kind, kind === 2 ? args.bytes(first + 5) : args.text(first + 5), params.compression),
  };
}

const record = (args: GuestArguments): ResponseRecord => args.object(0) as ResponseRecord;
const jar = (args: GuestArguments): CookieJar => args.object(0) as CookieJar;

function responseFunctions(): Readonly<Record<string, HostFunction>> {
  return {
    responseStatus: (args) => record(args).exchanged.status,
    responseNumber: (args) => numberField(record(args), args.text(1)),
    responseText: (args) => textField(record(args), args.text(1)),
    responseJson: (args) => jsonField(record(args), args.text(1)),
    responseBytes: (args) => wholeBody(record(args)),
    selectJson: (args) => {
      refuseMissingBody(record(args));
      const selected = selectJsonPath(parsedBody(record(args)), args.text(1));
      return selected === undefined ? '' : JSON.stringify(selected);
    },
  };
}

function jarFunctions(world: World): Readonly<Record<string, HostFunction>> {
  return {
    setExpectedStatuses: (args) => {
      world.http.expected = expectedStatuses(JSON.parse(args.text(0)));
      return undefined;
    },
    vuCookieJar: () => {
      refuseInInit(world, 'http.cookieJar()');
      return new HostObject(world.http.cookies.jar);
    },
    newCookieJar: () => new HostObject(new CookieJar()),
    jarNumber: (args) => world.http.cookies.numberOf(jar(args)),
    jarCookies: (args) => {
      const found = Object.groupBy(jar(args).cookiesFor(targetOf(args.text(1)), Date.now()), ({ name }) => name);
      return JSON.stringify(
        Object.fromEntries(Object.entries(found).map(([name, cookies]) => [name, (cookies ?? []).map(({ value }) => value)])),
      );
    },
    jarSet: (args) => {
      const options = JSON.parse(args.text(4)) as Readonly<Record<string, unknown>>;
      const attributes = Object.entries({
        Domain: options['domain'],
        Path: options['path'],
        Expires: options['expires'],
        'Max-Age': options['max_age'],
      })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `; ${name}=${String(value)}`);
      const flags = `${options['secure'] === true ? '; Secure' : ''}${options['http_only'] === true ? '; HttpOnly' : ''}`;
      const cookie = parseSetCookie(`${args.text(2)}=${args.text(3)}${attributes.join('')}${flags}`);
      if (cookie === undefined) throw new Error('a cookie needs a name');
      jar(args).store(targetOf(args.text(1)), cookie, Date.now());
      return undefined;
    },
    jarClear: (args) => {
      const name = args.text(2);
      jar(args).clear(targetOf(args.text(1)), name === '' ? undefined : name);
      return undefined;
    },
  };
}

function targetOf(url: string): RequestTarget {
  const target = requestTarget(url);
  if (target === undefined) throw new Error(`not an http or https address: ${url}`);
  return target;
}
