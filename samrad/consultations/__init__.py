"""What is asked, of whom, why and until when: plan processes, consultations and who takes part.

A participation is the hinge: invitation, personal link, submission and the delivery of replies all
point to it. It belongs to an organisation, a named person or nobody.
"""
