/**
 * Templates and what Prometheus 2.42 expands them to, for an alert A on `m{instance="a.b.c:90",job="j"}` of 1234.5678 with the external label
 * r="x", where the query s gives 2 and 1 for i="b" and i="a".
 */
export const TEMPLATE_ANSWERS: readonly (readonly [template: string, expansion: string])[] = [
  ['plain', 'plain'],
  ['{{ $labels.instance }} of {{ $labels.job }} is at {{ $value }}', 'a.b.c:90 of j is at 1234.5678'],
  ['{{ .Labels.instance }}|{{ .Value }}|{{ .ExternalURL }}|{{ .ExternalLabels.r }}', 'a.b.c:90|1234.5678|http://h:1/p|x'],
  ['{{ $externalLabels.r }} {{ $externalURL }} {{ $labels.missing }}.', 'x http://h:1/p .'],
  ['{{ $labels }}', 'map[__name__:m instance:a.b.c:90 job:j]'],
  ['{{ . }}', '{map[__name__:m instance:a.b.c:90 job:j] map[r:x] http://h:1/p 1234.5678}'],
  [
    '{{ $value | humanize }} {{ humanize 0.00123 }} {{ humanize 0.0 }} {{ humanize -1500 }} {{ humanize "1e7" }} {{ humanize 1 }}',
    '1.235k 1.23m 0 -1.5k 10M 1',
  ],
  ['{{ $value | humanize1024 }} {{ humanize1024 1048576 }} {{ humanize1024 0.5 }}', '1.206ki 1Mi 0.5'],
  [
    '{{ humanizeDuration 0 }} {{ humanizeDuration 1 }} {{ humanizeDuration 61 }} {{ humanizeDuration 3661 }} {{ humanizeDuration 90061 }} {{ humanizeDuration -61 }} {{ humanizeDuration 0.0015 }} {{ humanizeDuration 59.5 }}',
    '0s 1s 1m 1s 1h 1m 1s 1d 1h 1m 1s -1m 1s 1.5ms 59.5s',
  ],
  ['{{ humanizePercentage 0.1234567 }} {{ humanizePercentage 1 }} {{ humanizePercentage 0.10025 }}', '12.35% 100% 10.03%'],
  ['{{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp 0 }}', '2015-06-23 13:19:44.128 +0000 UTC 1970-01-01 00:00:00 +0000 UTC'],
  ['{{ "aa bb CC" | title }} {{ toUpper "aß" }} {{ toLower "ABC" }}', 'Aa Bb CC Aß abc'],
  [
    '{{ match "a+" "xaay" }} {{ match "^a+$" "xaay" }} {{ reReplaceAll "(.*):.*" "$1" $labels.instance }} {{ reReplaceAll "a(?P<x>.)" "<${x}>" "abac" }} {{ reReplaceAll "a(b)" "$1x" "ab" }}',
    'true false a.b.c <b><c> ',
  ],
  [
    '{{ stripPort $labels.instance }} {{ stripDomain $labels.instance }} {{ stripDomain "1.2.3.4:80" }} {{ stripPort "[::1]:80" }} {{ stripDomain "a.b" }} {{ stripPort "nope" }}',
    'a.b.c a:90 1.2.3.4:80 ::1 a nope',
  ],
  ['{{ with query "s" }}{{ range sortByLabel "i" . }}{{ .Labels.i }}={{ .Value }};{{ end }}{{ end }}', 'a=1;b=2;'],
  ['{{ query "s{i=\'a\'}" | first | value }} {{ query "s{i=\'a\'}" | first | label "i" }} {{ query "none" | len }}', '1 a 0'],
  [
    '{{ query "none" | first | value }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:130: executing "__alert_A" at <first>: error calling first: first() called on vector with no elements>',
  ],
  ['{{ query "s{i=\'a\'}" | first | strvalue }}.', '.'],
  [
    '{{ query "s +" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <query "s +">: error calling query: 1:4: parse error: unexpected end of input>',
  ],
  ['{{ range $i, $e := query "s" | sortByLabel "i" }}{{ if $i }}, {{ end }}{{ $i }}:{{ $e.Labels.i }}{{ end }}', '0:a, 1:b'],
  ['{{ range query "none" }}x{{ else }}none{{ end }}', 'none'],
  ['{{ if gt $value 1000.0 }}high{{ else if gt $value 10.0 }}mid{{ else }}low{{ end }}', 'high'],
  ['{{ if eq $labels.job "j" }}yes{{ end }}{{ if ne $labels.job "j" }}no{{ end }}', 'yes'],
  ['{{ and 0 1 }} {{ and 1 2 }} {{ or 0 3 }} {{ not true }} {{ or "" "x" }}', '0 2 3 false x'],
  [
    '{{ gt $value 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <gt $value 1>: error calling gt: incompatible types for comparison>',
  ],
  ['{{ lt 1 2 }} {{ le 2 2 }} {{ ge "b" "a" }} {{ eq 1 2 1 }} {{ eq 1.5 1.5 }}', 'true true true true true'],
  [
    '{{ eq 1 1.0 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <eq 1 1.0>: error calling eq: incompatible types for comparison>',
  ],
  [
    '{{ printf "%.2f|%5d|%-5s|%05d|%+d|%x|%q|%v|%e|%g|%t|%%|%c" 3.14159 42 "ab" 42 42 255 "q\\"" 1.5 12345.678 0.00001 true 65 }}',
    '3.14|   42|ab   |00042|+42|ff|"q\\""|1.5|1.234568e+04|1e-05|true|%|A',
  ],
  [
    '{{ printf "%[2]s %[1]s" "a" "b" }} {{ printf "%*d" 5 42 }} {{ printf "%.3s" "abcdef" }} {{ printf "%T %T %T" 1 1.5 "x" }}',
    'b a    42 abc int float64 string',
  ],
  ['{{ printf "%8.3f|%-8.1f|%08.2f|%+.1e|% d" 3.14159 2.25 -3.14159 1234.5 7 }}', '   3.142|2.2     |-0003.14|+1.2e+03| 7'],
  ['{{ print 1 2 "a" 3 4 }}|{{ println 1 "a" }}|{{ print $value }}', '1 2a3 4|1 a\n|1234.5678'],
  ['{{ len "äb" }} {{ index $labels "job" }} {{ index $labels "none" }}. {{ slice "abcdef" 1 3 }}', '3 j . bc'],
  ['{{ html "<a href=\'x\'>&" }} {{ js "a\'b<" }} {{ urlquery "a b&c" }}', "&lt;a href=&#39;x&#39;&gt;&amp; a\\'b\\u003C a+b%26c"],
  ['{{ $x := 1 }}{{ $x = 2 }}{{ $x }}{{ range query "s" }}{{ $x = 5 }}{{ end }}{{ $x }}', '25'],
  ['a  {{- 1 -}}  b {{/* c */}} d {{- /* e */ -}} f', 'a1b  df'],
  ['{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" $value }}{{ template "t" }}', '[1234.5678][<no value>]'],
  ['{{ block "b" $labels.job }}<{{ . }}>{{ end }}', '<j>'],
  [
    '{{ template "none" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:124: executing "__alert_A" at <{{template "none"}}>: template "none" not defined>',
  ],
  ['{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ end }}', '__name__=m instance=a.b.c:90 job=j '],
  ['{{ range query "s" | sortByLabel "i" }}{{ if eq .Labels.i "b" }}{{ break }}{{ end }}{{ .Labels.i }}{{ end }}', 'a'],
  ['{{ with $labels.none }}x{{ else }}nothing{{ end }}', 'nothing'],
  ['{{ (query "s{i=\'a\'}" | first).Labels.i }} {{ (index $labels "job") }}', 'a j'],
  [
    '{{ $labels.a.b }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:122: executing "__alert_A" at <$labels.a.b>: can\'t evaluate field b in type string>',
  ],
  [
    '{{ .Nope }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <.Nope>: can\'t evaluate field Nope in type struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }>',
  ],
  [
    '{{ $value.x }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <$value.x>: can\'t evaluate field x in type float64>',
  ],
  [
    '{{ humanize $labels }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <humanize $labels>: error calling humanize: can\'t convert map[string]string to float>',
  ],
  [
    '{{ humanize "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <humanize "x">: error calling humanize: strconv.ParseFloat: parsing "x": invalid syntax>',
  ],
  [
    '{{ title 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <1>: expected string; found 1>',
  ],
  [
    '{{ title }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <title>: wrong number of args for title: want 1 got 0>',
  ],
  [
    '{{ $labels.job 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:122: executing "__alert_A" at <$labels.job>: job is not a method but has arguments>',
  ],
  [
    '{{ 1 | title }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:119: executing "__alert_A" at <title>: wrong type for value; expected string; got int>',
  ],
  [
    '{{ nil }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <nil>: nil is not a command>',
  ],
  [
    '{{ 1 2 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <1>: can\'t give argument to non-function 1>',
  ],
  [
    '{{ index $labels 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <index $labels 1>: error calling index: value has type int; should be string>',
  ],
  [
    '{{ len 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <len 1>: error calling len: len of type int>',
  ],
  [
    '{{ first 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <1>: can\'t handle 1 for arg of type template.queryResult>',
  ],
  [
    '{{ value "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <"x">: can\'t handle "x" for arg of type *template.sample>',
  ],
  [
    '{{ match "(" "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <match "(" "x">: error calling match: error parsing regexp: missing closing ): `(`>',
  ],
  [
    '{{ reReplaceAll "(" "" "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <reReplaceAll "(" "" "x">: error calling reReplaceAll: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`>',
  ],
  [
    '{{ range 1.5 }}x{{ end }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <1.5>: range can\'t iterate over 1.5>',
  ],
  [
    '{{ range "abc" }}x{{ end }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <"abc">: range can\'t iterate over abc>',
  ],
  ['{{ parseDuration "1h30m" }} {{ parseDuration "0" }}', '5400 0'],
  [
    '{{ parseDuration "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <parseDuration "x">: error calling parseDuration: not a valid duration string: "x">',
  ],
  [
    '{{ toTime 1.5 }} {{ (toTime 1435065584).Format "2006-01-02T15:04:05Z07:00 Mon Jan _2 3:04PM" }} {{ (toTime 5).Unix }}',
    '1970-01-01 00:00:01.5 +0000 UTC 2015-06-23T13:19:44Z Tue Jun 23 1:19PM 5',
  ],
  ['{{ args 1 "b" }} {{ (args 1 2).arg0 }}', 'map[arg0:1 arg1:b] 1'],
  ['{{ safeHtml "<b>" }}', '<b>'],
  ["{{ 1e3 }} {{ 1.0 }} {{ 0x10 }} {{ 'a' }} {{ -5 }} {{ 1_000 }} {{ .5 }} {{ 010 }}", '1000 1 16 97 -5 1000 0.5 8'],
  ['{{ 1e6 }} {{ 1000000.0 }} {{ 123456789.5 }} {{ 0.00001 }} {{ 1e21 }} {{ 100000.0 }}', '1e+06 1e+06 1.234567895e+08 1e-05 1e+21 100000'],
  ['{{ "a\\tb\\u00e4" }}{{ `raw\\n` }}', 'a\tbäraw\\n'],
  ['{{ true }} {{ false }}', 'true false'],
  ['{{ $value | printf "%.1f" }} {{ $value | printf "%s %.1f" "v" }}', '1234.6 v 1234.6'],
  [
    '{{ not }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <not>: wrong number of args for not: want 1 got 0>',
  ],
  [
    '{{ eq 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <eq 1>: error calling eq: missing argument for comparison>',
  ],
  [
    '{{ lt $labels 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <lt $labels 1>: error calling lt: invalid type for comparison>',
  ],
  [
    '{{ index "abc" 1 }} {{ index "abc" 9 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:135: executing "__alert_A" at <index "abc" 9>: error calling index: index out of range: 9>',
  ],
  [
    '{{ slice "abc" 2 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <slice "abc" 2 1>: error calling slice: invalid slice index: 2 > 1>',
  ],
  [
    '{{ call 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <call 1>: error calling call: non-function of type int>',
  ],
  [
    '{{ query 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:121: executing "__alert_A" at <1>: expected string; found 1>',
  ],
  [
    'multi\nline {{ $labels.a.b }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:2:15: executing "__alert_A" at <$labels.a.b>: can\'t evaluate field b in type string>',
  ],
  ['{{ len $labels }} {{ len (query "s") }}', '3 2'],
  ['{{if true}}{{else}}{{end}}x', 'x'],
  ['{{ $labels.job | toUpper | printf "%s!" }}', 'J!'],
  ['{{ printf "%6.2f%%" $value }}', '1234.57%'],
  ['{{ range $e := query "s" | sortByLabel "i" }}{{ $e.Value }}{{ end }}', '12'],
  ['{{ if and (gt $value 1.0) (lt $value 2000.0) }}in{{ end }}', 'in'],
  ['{{ if not (eq $labels.job "x") }}ok{{ end }}', 'ok'],
  ['{{ le 1.5 $value }} {{ eq $value $value }}', 'true true'],
  ['{{ with $x := $labels.job }}{{ $x }}{{ end }}', 'j'],
  ['{{ humanize 100.25 }} {{ humanize 1000.5 }} {{ printf "%.0f %.0f %.1f" 0.5 2.5 0.25 }}', '100.2 1k 0 2 0.2'],
  [
    '{{ title | }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <title>: wrong number of args for title: want 1 got 0>',
  ],
  ['{{ 1 | printf "%d" | len }}', '1'],
  ['{{ range $i, $e := query "s" | sortByLabel "i" }}{{ if $i }}{{ continue }}{{ end }}{{ $i }}{{ end }}', '0'],
  ['{{ if 1 }}{{ with query "s" }}{{ len . }}{{ end }}{{ end }}', '2'],
  [
    '{{ or }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <or>: wrong number of args for or: want at least 1 got 0>',
  ],
  [
    '{{ and 1 (index $labels 1) }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:122: executing "__alert_A" at <index $labels 1>: error calling index: value has type int; should be string>',
  ],
  ['{{ and 0 (index $labels 1) }}', '0'],
  ['{{ printf "%t %v %s" true nil nil }}', 'true <nil> %!s(<nil>)'],
  ['{{ printf "%d %x %X %o %b" 10 255 255 8 5 }} {{ printf "%#x %#o %U" 255 8 128512 }}', '10 ff FF 10 101 0xff 010 U+1F600'],
  ['{{ printf "%v %v" $labels true }}', 'map[__name__:m instance:a.b.c:90 job:j] true'],
  ['{{ printf "%z" 1 }} {{ printf "%" }}', '%!z(int=1) %!(NOVERB)'],
  ['{{ printf "%x" "hi" }} {{ printf "%5.1f|%-8s|%08d|%+v" 2.25 "ab" -42 1.5 }}', '6869   2.2|ab      |-0000042|1.5'],
  ['{{ html 1 "<" }} {{ urlquery "ä&" 1 }}', '1&lt; %C3%A4%261'],
  ['{{ println }}{{ print }}', '\n'],
  ['{{ $labels.job }}{{- "  x" -}}  y', 'j  xy'],
  [
    '{{ humanizeDuration "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <humanizeDuration "x">: error calling humanizeDuration: strconv.ParseFloat: parsing "x": invalid syntax>',
  ],
  [
    '{{ humanizeTimestamp 1e300 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <humanizeTimestamp 1e300>: error calling humanizeTimestamp: 1e+300 cannot be represented as a nanoseconds timestamp since it overflows int64>',
  ],
  [
    '{{ toTime "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <toTime "x">: error calling toTime: strconv.ParseFloat: parsing "x": invalid syntax>',
  ],
  ['{{ humanize 1e30 }} {{ humanize 1e-30 }} {{ humanize1024 1e30 }}', '1e+06Y 1e-06y 8.272e+05Yi'],
  ['{{ humanizeDuration 1e-20 }} {{ humanizePercentage -0.5 }}', '10zs -50%'],
  [
    '{{ query "s" | first | humanize }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:135: executing "__alert_A" at <humanize>: error calling humanize: can\'t convert *template.sample to float>',
  ],
  [
    '{{ label "i" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <label>: wrong number of args for label: want 2 got 1>',
  ],
  [
    '{{ sortByLabel "i" 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:131: executing "__alert_A" at <1>: can\'t handle 1 for arg of type template.queryResult>',
  ],
  ['{{ stripDomain "x.y.z:1" }} {{ stripDomain "[::1]:2" }} {{ stripPort "a:b:c" }}', 'x:1 [::1]:2 a:b:c'],
  ['{{ title "o\'neil x-y éa" }}', "O'Neil X-Y Éa"],
  ['{{ range $labels }}{{ . }};{{ end }}', 'm;a.b.c:90;j;'],
  [
    '{{ lt 1 1.5 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <lt 1 1.5>: error calling lt: incompatible types for comparison>',
  ],
  [
    '{{ lt true false }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <lt true false>: error calling lt: invalid type for comparison>',
  ],
  [
    '{{ eq $labels $labels }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <eq $labels $labels>: error calling eq: non-comparable type map[__name__:m instance:a.b.c:90 job:j]: map[string]string>',
  ],
  ['{{ eq "a" nil }}', 'false'],
  ['{{ not nil }}', 'true'],
  ['{{ template "t" . }}{{ define "t" }}{{ .Labels.job }}{{ $.Value }}{{ end }}', 'j1234.5678'],
  [
    '{{ slice "abc" 1 9 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <slice "abc" 1 9>: error calling slice: index out of range: 9>',
  ],
  [
    '{{ slice 1 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <slice 1>: error calling slice: can\'t slice item of type int>',
  ],
  [
    '{{ index 1 2 }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <index 1 2>: error calling index: can\'t index item of type int>',
  ],
  ['{{ index $labels }}', 'map[__name__:m instance:a.b.c:90 job:j]'],
  [
    '{{ index "abc" "x" }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <index "abc" "x">: error calling index: cannot index slice/array with type string>',
  ],
  [
    '{{ len nil }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:115: executing "__alert_A" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value>',
  ],
  ['{{ (index (query "s" | sortByLabel "i") 1).Value }}', '2'],
  ['{{ $v := query "s" | sortByLabel "i" }}{{ (index $v 0).Labels.i }}', 'a'],
  [
    '{{ .Labels.job.x }}',
    '<error expanding template: error executing template __alert_A: template: __alert_A:1:122: executing "__alert_A" at <.Labels.job.x>: can\'t evaluate field x in type string>',
  ],
  ['{{ $x := $labels }}{{ $x.job }}', 'j'],
  ['{{ with $v := 5 }}{{ $v }}{{ . }}{{ end }}', '55'],
  ['{{ if true }}{{ $q := 1 }}{{ end }}ok', 'ok'],
];
