# ruff: noqa: E501 - programs for a process of their own, each in one line
"""What durable_rules does without the adapter, each in a process of its own. When one of these fails, a defect was
repaired upstream, and its guard can be looked at again."""

from __future__ import annotations

import pytest

from tests.support.raw_durable import raw

DIES, HANGS = "dies", "hangs"
PROBES = {
    "division_by_zero_kills_the_process": (
        "dies",
        """h=host({'a':m({'$gt':{'x':{'$div':{'$l':{'$m':'y'},'$r':{'$m':'z'}}}}})}); tell(h,id='1',x=1,y=1,z=0); print('alive')""",
    ),
    "an_empty_batch_kills_the_process": (
        "dies",
        """h=host({'a':m({'x':1})}); h.assert_facts('r',[]); print('alive')""",
    ),
    "the_1025th_session_kills_the_process": (
        "dies",
        """h=host({'a':m({'x':1})})
for i in range(1025): tell(h,id='f',sid=f's{i}',x=1)
tell(h,id='g',sid='s1024',x=1); print('alive')""",
    ),
    "deep_json_kills_the_process": (
        "dies",
        """h=host({'a':m({'x':1})}); import durable_rules_engine as e; e.assert_fact(h.get_ruleset('r')._handle, '{"sid":"s","id":"1","x":'+'['*200000+']'*200000+'}'); print('alive')""",
    ),
    "a_misspelt_alias_is_silently_true": (
        "['a']",
        """h=host({'a':m({'$lt':{'income':{'zzz':'line'}}})}); tell(h,id='1',income=5,line=2); print(fired)""",
    ),
    "a_join_on_a_field_that_is_not_there_stops_other_rules": (
        "error code: 311\n[]",
        """h=host({'a':{'all':[{'x':{'k':1}},{'y':{'$and':[{'k':2},{'$lt':{'v':{'x':'gone'}}}]}}]},'b':{'all':[{'m':{'k':2}}]}}); tell(h,id='1',k=1); tell(h,id='2',k=2,v=1); print(fired)""",
    ),
    "many_predicates_never_come_back": (
        "hangs",
        """host({f'a{i}':m({f'x{i}':1}) for i in range(520)}); print('alive')""",
    ),
    "more_than_64_matching_rules_fire_none": (
        "303",
        """h=host({f'a{i}':m({'$gt':{'x':i}}) for i in range(70)}); tell(h,id='1',x=1000); print(fired)""",
    ),
    "seventeen_joined_facts_are_refused_late": (
        "304",
        """h=host({'a':{'all':[{f'x{i}':{'k':i}} for i in range(18)]}})
for i in range(18): tell(h,id=str(i),k=i)
print(fired)""",
    ),
    "many_properties_are_refused": (
        "302",
        """h=host({'a':m({'x':1})}); tell(h,id='1',x=1,**{f'p{i}':i for i in range(260)}); print(fired)""",
    ),
    "a_float_with_an_exponent_is_refused": (
        "204",
        """h=host({'a':m({'$gt':{'x':1}})}); tell(h,id='1',x=1e16); tell(h,id='2',x=float('inf')); print(fired)""",
    ),
    "a_large_number_becomes_another": (
        "['a']",
        """h=host({'a':m({'x':2**63-1})}); tell(h,id='1',x=2**63+5); print(fired)""",
    ),
    "a_truth_is_the_number_one": (
        "['b']",
        """h=host({'a':m({'x':5}),'b':m({'x':1})}); tell(h,id='1',x='5'); tell(h,id='2',x=True); print(fired)""",
    ),
    "none_counts_as_there": (
        "['a']",
        """h=host({'a':m({'$ex':{'x':1}}),'b':m({'$neq':{'x':5}})}); tell(h,id='1',x=None); tell(h,id='2',y=1); print(fired)""",
    ),
    "a_long_text_equals_another": (
        "['a']",
        """a='a'*65536; b='b'*65536
h=host({'a':m({'x':a})}); tell(h,id='1',x=b); print(fired)""",
    ),
    "the_same_word_spelt_apart_does_not_match": (
        "MessageNotHandled",
        """import unicodedata as u
h=host({'a':m({'x':u.normalize('NFC','Bình Thuận')})}); tell(h,id='1',x=u.normalize('NFD','Bình Thuận')); print(fired)""",
    ),
    "two_sids_share_a_session": (
        "['a']",
        """h=host({'a':{'all':[{'x':{'k':1}},{'y':{'k':2}}]}}); tell(h,id='1',sid='HGD-10535659',k=1); tell(h,id='2',sid='HGD-11427676',k=2); print(fired)""",
    ),
    "two_ids_are_taken_for_one": (
        "MessageObserved",
        """h=host({'a':m({'k':1})}); tell(h,id='P001586436',k=1); tell(h,id='P002843523',k=1); print(fired)""",
    ),
    "what_was_derived_stays": (
        "'k': 2",
        """
class Host(engine.Host):
    def get_action(self, name):
        return (lambda c: c.assert_fact({'id':'d','k':2})) if name=='a' else (lambda c: fired.append(name))
    def _run(self): pass
h=Host(); h.set_rulesets({'r':{'a':{'all':[{'m':{'k':1}}],'run':'a'},'b':{'all':[{'m':{'k':2}}],'run':'b'}}})
f={'id':'1','sid':'s','k':1}; h.assert_fact('r',dict(f)); h.retract_fact('r',dict(f)); print(h.get_facts('r','s'))""",
    ),
    "the_rules_passed_in_are_changed": (
        "False",
        """
class Host(engine.Host):
    def get_action(self, name): return lambda c: None
    def _run(self): pass
rules={'r':{'a':{'all':[{'m':{'k':1}}],'run':'a'}}}
Host().set_rulesets(rules); print('run' in rules['r']['a'])""",
    ),
    "nonsense_is_built": (
        "built\nbuilt\nbuilt\nbuilt",
        """for rule in ({'all':[{'m':{'k':1}}],'pri':'x'},{'all':[{'m':{'k':1}}],'pri':-5},{'all':[]},{'all':[{'m':{'k':1}}],'count':0}): host({'a':rule}); print('built')""",
    ),
    "an_error_in_an_action_is_lost": (
        "no error",
        """
class Host(engine.Host):
    def get_action(self, name):
        def f(c): raise ValueError('lost')
        return f
    def _run(self): pass
h=Host(); h.set_rulesets({'r':{'a':{'all':[{'m':{'k':1}}],'run':'a'}}}); tell(h,id='1',k=1); print('no error')""",
    ),
    "an_action_with_two_parameters_stops_everything": (
        "1 function",
        """
class Host(engine.Host):
    def get_action(self, name): return lambda c, k=name: fired.append(k)
    def _run(self): pass
h=Host(); h.set_rulesets({'r':{n:{'all':[{'m':{'k':1}}],'run':n} for n in 'abc'}}); tell(h,id='1',k=1); print(len(fired), fired and type(fired[0]).__name__)""",
    ),
    "a_test_of_a_number_is_lost_among_joined_alternatives": (
        "[]",
        """h=host({'a':{'all':[{'p':{'$and':[{'k':1},{'one':1}]}},{'d':{'$and':[{'k':2},{'i':{'p':'j'}},{'$or':[{'v':0},{'one':{'p':'t0'}}]}]}}]}}); tell(h,id='1',k=1,one=1,j=0,t0=0); tell(h,id='2',k=2,one=1,i=0,v=0); print(fired)""",
    ),
    "a_large_condition_is_refused": (
        "fails",
        """host({'a':m({'$or':[{'$and':[{f't{i}':1},{f'f{i}':1}]} for i in range(20)]})}); print('alive')""",
    ),
    "threads_start_by_themselves": (
        "of its own",
        """import time
h=host({'a':m({'k':1})},quiet=False); time.sleep(.5); print('of its own' if threading.active_count() > 1 else 'none')""",
    ),
    "a_list_of_numbers_kills_the_process": (
        "dies",
        """h=host({'a':m({'k':1})}); h.assert_fact('r',[1,2]); print('alive')""",
    ),
    "a_fact_without_a_rule_is_an_error": (
        "MessageNotHandled",
        """h=host({'a':m({'k':1})}); tell(h,id='1',k=2)""",
    ),
}


@pytest.mark.parametrize("name", PROBES)
def test_without_the_adapter(name: str) -> None:
    expected, code = PROBES[name]
    found = raw(code, timeout=4 if expected == HANGS else 30)
    if expected == HANGS:
        assert found is None
    else:
        assert found is not None
        if expected == DIES:
            assert found.returncode < 0
        elif expected == "fails":
            assert found.returncode == 1
            assert "error code: 113" in found.stderr
        else:
            assert expected in found.stdout
